/**
 * Shows what is in an image: one tree view over every readable file system, and copying files out of it. Later also
 * native attaching (virtdisk), FUSE and NBD. Depends on {@code formats} only.
 */
package dev.lifeboat.mount;
