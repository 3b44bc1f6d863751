/**
 * Shows what is in an image: one tree view over every readable file system, the same as paths, backups that lie inside an
 * image, copying files
 * out, and the raw bytes of volumes and disks: served by NBD, exported to files. Later also native attaching (virtdisk) and FUSE. Depends on {@code formats} only.
 */
package dev.lifeboat.mount;
