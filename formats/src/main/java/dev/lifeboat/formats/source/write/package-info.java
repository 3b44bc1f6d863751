/**
 * What writers of containers have in common: a new file ({@link dev.lifeboat.formats.source.write.NewFile}) and the order of its
 * parts ({@link dev.lifeboat.formats.source.write.DiskLayout}). Never an image that is there already.
 */
package dev.lifeboat.formats.source.write;
