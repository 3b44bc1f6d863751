/**
 * Whose bytes they are: what lies at a place of an image, for messages that name it. {@link
 * dev.lifeboat.verify.check.owner.Owners} collects; the packages of the checks know their format and add to it. Depends on
 * nothing. Not here: who asks ({@code verify.seal}).
 */
package dev.lifeboat.verify.check.owner;
