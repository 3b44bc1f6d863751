/**
 * The files of an image by number, as a file system of the host asks for them: start with {@link
 * dev.lifeboat.mount.inode.MountedFiles}. What is here knows nothing of FUSE, and asks the host for nothing.
 */
package dev.lifeboat.mount.inode;
