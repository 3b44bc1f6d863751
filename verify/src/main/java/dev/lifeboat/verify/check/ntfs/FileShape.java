package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.RunDecoder;
import dev.lifeboat.formats.ntfs.StandardInformation;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;

/**
 * What a file must have, and what its parts say of each other. Each part can be read; this finds those that went missing, or
 * that lost a flag which says how to read them.
 */
final class FileShape {
    private static final Rule INCOMPLETE = new Rule(
            "ntfs.file-incomplete",
            Severity.DAMAGED,
            "A file has lost its content or another part: after a restore it is empty, or the part is missing.",
            "Take the file from another version of the backup, or copy it again from the computer.");
    private static final Rule CONTRADICTION = new Rule(
            "ntfs.file-flags",
            Severity.NOTE,
            "Two places say differently whether a file is compressed, encrypted, sparse or a link. Windows may show it with"
                    + " another content than it had.",
            "Look at the file if it matters, and compare it with another version of the backup.");
    static final List<Rule> RULES = List.of(INCOMPLETE, CONTRADICTION);

    private final NtfsFile file;
    private final long clusters;
    private final FilePaths paths;
    private final NtfsFindings findings;

    private FileShape(NtfsFile file, long clusters, FilePaths paths, NtfsFindings findings) {
        this.file = file;
        this.clusters = clusters;
        this.paths = paths;
        this.findings = findings;
    }

    /**
     * Examines a file.
     *
     * @param file whose attributes were gathered
     * @param clusters of the volume
     */
    static void examine(NtfsFile file, long clusters, FilePaths paths, NtfsFindings findings) throws IOException {
        FileShape shape = new FileShape(file, clusters, paths, findings);
        shape.parts();
        shape.flags();
    }

    private void report(Rule rule, String message) throws IOException {
        findings.add(rule, () -> paths.name(file.number()), message);
    }

    private void parts() throws IOException {
        if (file.unlistedAttributes() > 0) {
            report(INCOMPLETE, "has attributes that are not in its attribute list: " + file.unlistedAttributes());
        }
        boolean needsData = !file.directory() && !file.record().viewIndex() && !file.has(AttributeType.DATA, "");
        if (needsData && !file.names().isEmpty() && (findings.full(INCOMPLETE) || !internal())) {
            report(INCOMPLETE, "has no main stream, which every file has, even an empty one");
        }
    }

    /** NTFS' own files, which have what they need in streams with names. */
    private boolean internal() throws IOException {
        return file.number() < NtfsVolume.FIRST_USER_RECORD
                || paths.name(file.number()).startsWith("/$Extend/");
    }

    private void flags() throws IOException {
        int bits = 0;
        boolean known = false;
        for (Attribute attribute : file.attributes()) {
            if (attribute.type() == AttributeType.STANDARD_INFORMATION) {
                bits = file.information().fileAttributes();
                known = true;
            }
        }
        if (!known) {
            return; // said elsewhere
        }
        boolean reparse = file.reparsePoint().isPresent();
        if (reparse != ((bits & StandardInformation.REPARSE_POINT) != 0)) {
            report(CONTRADICTION, reparse ? "has a reparse point, unlike its flags" : "lacks its reparse point");
        }
        for (Attribute attribute : file.attributes()) {
            boolean piece = attribute instanceof Attribute.NonResident p && p.lowestVcn() > 0;
            if (attribute.type() == AttributeType.DATA && !piece) {
                stream(attribute, bits);
            }
        }
    }

    private void stream(Attribute data, int bits) throws IOException {
        boolean main = data.name().isEmpty();
        String what = main ? "its main stream" : "its stream '" + data.name() + "'";
        boolean compressed = (data.flags() & Attribute.COMPRESSION_MASK) != 0;
        boolean encrypted = (data.flags() & Attribute.ENCRYPTED) != 0;
        boolean sparse = (data.flags() & Attribute.SPARSE) != 0;
        boolean mayBeEncrypted = (bits & StandardInformation.ENCRYPTED) != 0;
        // Inside the record nothing is ever encrypted.
        boolean mustBeEncrypted = mayBeEncrypted && data instanceof Attribute.NonResident;
        if (main && compressed != ((bits & StandardInformation.COMPRESSED) != 0)) {
            report(CONTRADICTION, what + (compressed ? " is" : " is not") + " compressed, unlike the file");
        }
        if (main && sparse != ((bits & StandardInformation.SPARSE) != 0)) {
            report(CONTRADICTION, what + (sparse ? " is" : " is not") + " sparse, unlike the file");
        }
        if (encrypted ? !mayBeEncrypted : mustBeEncrypted) {
            report(CONTRADICTION, what + (encrypted ? " is" : " is not") + " encrypted, unlike the file");
        }
        if (!compressed && !sparse && data instanceof Attribute.NonResident piece && hasHoles(piece)) {
            reportHoles(what);
        }
    }

    private void reportHoles(String what) throws IOException {
        if (findings.full(CONTRADICTION) || !internal()) {
            report(CONTRADICTION, what + " has holes, and is neither sparse nor compressed");
        }
    }

    private boolean hasHoles(Attribute.NonResident piece) throws IOException {
        RunDecoder runs = new RunDecoder(piece, clusters);
        while (runs.next()) {
            if (runs.lcn() == RunDecoder.HOLE) {
                return true;
            }
        }
        return false;
    }
}
