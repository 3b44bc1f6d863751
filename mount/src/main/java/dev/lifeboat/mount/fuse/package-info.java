/**
 * Shows files of images in a folder of Linux: start with {@link dev.lifeboat.mount.fuse.FuseMount}. libfuse makes the mount
 * and ends it; what the kernel asks in between is read and answered here, as {@code linux/fuse.h} describes it.
 */
package dev.lifeboat.mount.fuse;
