package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.wim.WimFile;

/**
 * A WIM that may be a usable recovery environment, the subject of the checks of one.
 *
 * @param where it is, for findings
 * @param wim itself, open
 * @param image what it says
 * @param need what is asked of it
 */
record RecoveryCandidate(String where, WimFile wim, RecoveryImage image, RecoveryNeed need) {}
