/**
 * Checks of whether the restored computer starts: one kind of firmware, its boot files, the boot store and what it leads to, the
 * registry, the drivers that Windows starts with and what they are linked with, and what Windows was in the middle of.
 *
 * <p>Start at {@link dev.lifeboat.verify.check.boot.RestoredComputer}, which they all ask. They look at all volumes of a set, or of
 * a disk, at once; where none holds Windows they are silent. Not here: whether the volumes are sound, and signatures.
 */
package dev.lifeboat.verify.check.boot;
