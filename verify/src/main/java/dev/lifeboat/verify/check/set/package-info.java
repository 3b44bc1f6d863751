/**
 * Checks of a backup set as a whole: its place and name, the files beside the images, the documents against the images, and
 * whether Windows and its boot files are there. They run after the images have been read.
 */
package dev.lifeboat.verify.check.set;
