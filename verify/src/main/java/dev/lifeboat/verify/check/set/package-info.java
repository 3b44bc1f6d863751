/**
 * Checks of a backup set as a whole: its place and name, the files beside the images, and the documents against the
 * images. They run after the images have been read.
 */
package dev.lifeboat.verify.check.set;
