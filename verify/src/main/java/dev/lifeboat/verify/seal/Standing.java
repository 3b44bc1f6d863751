package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a sealed file stands to the file that is there now, before a byte is compared.
 *
 * @param index in the seal
 * @param then as it was sealed
 * @param file as it is there; empty if it is missing
 * @param kind what can be said
 */
record Standing(int index, SealedFile then, Optional<SetFile> file, Kind kind) {
    /** What can be said of a file without reading it. */
    enum Kind {
        /** Its bytes can be compared. If they differ, it is damaged. */
        COMPARABLE,
        /** Its bytes can be compared. But it has another date, so that it may have been written to, or just copied. */
        PERHAPS_WRITTEN,
        /** It says itself that it was written to. */
        WRITTEN,
        /** It has another size, and another date. */
        WRITTEN_OR_DAMAGED,
        /** It has another size, and says that nobody wrote to it. */
        SIZE,
        /** It is not there. */
        MISSING
    }

    boolean comparable() {
        return kind == Kind.COMPARABLE || kind == Kind.PERHAPS_WRITTEN;
    }

    static List<Standing> of(Seal seal, SetFiles files) {
        Map<String, SetFile> byName = files.byName();
        List<Standing> all = new ArrayList<>();
        for (int i = 0; i < seal.files().size(); i++) {
            SealedFile then = seal.files().get(i);
            Optional<SetFile> file = Optional.ofNullable(byName.get(then.name()));
            all.add(new Standing(i, then, file, file.isEmpty() ? Kind.MISSING : kind(then, file.get())));
        }
        return all;
    }

    private static Kind kind(SealedFile then, SetFile file) {
        try {
            return kind(then, Fingerprint.of(file), file.path());
        } catch (IOException e) {
            return Kind.COMPARABLE; // whoever reads it is told
        }
    }

    /** What the identities of a file then and now say. */
    static Kind kind(SealedFile then, SealedFile now, Path file) throws IOException {
        Identity.Match match = then.identity().compare(now.identity());
        if (match == Identity.Match.OTHER || (match == Identity.Match.UNKNOWN && isReplaced(then, now, file))) {
            return Kind.WRITTEN;
        }
        boolean tells = then.identity().tellsOfWriting() || now.modified().equals(then.modified());
        if (now.size() != then.size()) {
            return tells ? Kind.SIZE : Kind.WRITTEN_OR_DAMAGED;
        }
        return tells ? Kind.COMPARABLE : Kind.PERHAPS_WRITTEN;
    }

    private static boolean isReplaced(SealedFile then, SealedFile now, Path file) throws IOException {
        if (now.identity().equals(Identity.NONE)) {
            return false;
        }
        try (FileSource source = FileSource.open(file)) {
            return then.identity().isReplacedBy(source);
        }
    }

    /** Why a seal is not that of a backup at all; empty if it is. */
    static Optional<String> foreign(Seal seal, BackupLocation location) {
        String then = seal.backup().orElse("a single image");
        String now = location.backup().orElse("a single image");
        return then.equalsIgnoreCase(now)
                ? Optional.empty()
                : Optional.of("is the seal of '" + then + "', not of '" + now + "'");
    }
}
