/**
 * Whether programs of an image are those that Microsoft signed: by a signature in them, or by a catalog in the same image. Start at
 * {@link dev.lifeboat.verify.check.signature.ProgramSignatures}. The check itself is one of those of a start.
 */
package dev.lifeboat.verify.check.signature;
