/**
 * Shows what is in an image: one tree view over every readable file system, the same as paths, backups that lie inside an
 * image, and copying files out. Later also native attaching (virtdisk), FUSE and NBD. Depends on {@code formats} only.
 */
package dev.lifeboat.mount;
