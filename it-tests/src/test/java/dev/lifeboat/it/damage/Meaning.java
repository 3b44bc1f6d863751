package dev.lifeboat.it.damage;

/** What some bytes of an image are good for, and so what damage to them may do without a complaint. */
enum Meaning {
    /** Damage has to be found, unless it changes nothing that a person sees. */
    STRUCTURE,
    /** What files hold. No file system here has a checksum of it, so only a seal made earlier can tell. */
    CONTENT,
    /** Part of the structure, but nothing else in the image says the same, so nothing can contradict it. */
    KEPT_ONCE
}
