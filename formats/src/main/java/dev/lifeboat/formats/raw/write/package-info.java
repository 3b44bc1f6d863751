/** Writes the bytes of a disk as they are. */
package dev.lifeboat.formats.raw.write;
