package dev.lifeboat.it.damage;

/** What became of a damaged image. */
enum Outcome {
    /** Same listing, same content, and nothing found: the damage hit what nobody reads. */
    IDENTICAL,
    /** Verification has a finding that it has not of the sound image. */
    FOUND,
    /** The image, or a file in it, is refused with the place and the reason. */
    REFUSED,
    /** Something is listed or read otherwise than before, and nothing complains. */
    CHANGED
}
