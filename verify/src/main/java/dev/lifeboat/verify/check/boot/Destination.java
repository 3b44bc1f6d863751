package dev.lifeboat.verify.check.boot;

import java.util.Optional;

/**
 * Where a device of the boot store leads.
 *
 * @param certainty how sure that is
 * @param volume the volume; absent where it leads to none of these
 * @param words what the store calls it
 */
record Destination(Certainty certainty, Optional<BootVolume> volume, String words) {
    /** How a volume was found. */
    enum Certainty {
        /** It is the one that the store names. */
        SURE,
        /** None has the name that the store uses, but this one has the file. */
        BY_CONTENT,
        /** The store names a volume that is none of these, and none of these has the file. */
        ABSENT,
        /** The store names something that cannot be looked up in an image. */
        NOT_JUDGED
    }

    static Destination sure(BootVolume volume, String words) {
        return new Destination(Certainty.SURE, Optional.of(volume), words);
    }

    static Destination notJudged(String words) {
        return new Destination(Certainty.NOT_JUDGED, Optional.empty(), words);
    }
}
