package dev.lifeboat.cli;

import dev.lifeboat.formats.cms.Signer;
import dev.lifeboat.formats.cms.Timestamp;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.Resource;
import dev.lifeboat.formats.pe.Signature;
import dev.lifeboat.formats.pe.VersionInfo;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a program says of itself: such as the boot manager of a disc or stick, that Secure Boot will be asked about. */
final class PeFacts {
    private static final String SECURITY_VERSION = "BOOTMGRSECURITYVERSIONNUMBER";

    private boolean complete = true;

    /** Tells whether PATH is a program rather than an image; nothing else begins like one. */
    static boolean isProgram(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (FileSource file = FileSource.open(path)) {
            return PeFile.isLikely(file);
        }
    }

    /**
     * Tells whether all parts could be read.
     *
     * @return false if one could not; it says so itself
     */
    boolean complete() {
        return complete;
    }

    Facts facts(Path path) throws IOException {
        try (FileSource file = FileSource.open(path)) {
            PeFile pe = PeFile.read(file);
            Facts facts = new Facts()
                    .add("file", path)
                    .add("format", pe.pe32Plus() ? "PE32+" : "PE32")
                    .add("fileSize", file.size())
                    .add("machine", pe.machine().label())
                    .add("subsystem", pe.subsystem().label())
                    .add("library", pe.library())
                    .add("imageSize", pe.imageSize())
                    .add("checksum", String.format("%08x", pe.checksum()))
                    .add("checksumMatches", pe.checksum() == 0 ? null : pe.checksum() == pe.computeChecksum());
            add(facts, "version", () -> pe.version().map(PeFacts::version).orElse(null));
            add(facts, "bootManagerSecurityVersion", () -> securityVersion(pe).orElse(null));
            add(facts, "signatures", () -> signatures(pe));
            return facts;
        }
    }

    private interface Part {
        Object read() throws IOException;
    }

    private void add(Facts facts, String name, Part part) throws IOException {
        try {
            facts.add(name, part.read());
        } catch (ImageException e) {
            complete = false;
            facts.add(name, new Facts().add("error", e.getMessage()));
        }
    }

    private static Facts version(VersionInfo version) {
        Facts facts = new Facts().add("file", version.fileVersion()).add("product", version.productVersion());
        for (String name : List.of("FileDescription", "OriginalFilename", "ProductName", "CompanyName")) {
            facts.add(Character.toLowerCase(name.charAt(0)) + name.substring(1), version.text(name));
        }
        return facts;
    }

    /** Two numbers of 16 bits, the first in the upper half. */
    private static Optional<String> securityVersion(PeFile pe) throws IOException {
        Optional<Resource> resource = pe.resource(Resource.RCDATA, SECURITY_VERSION);
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        ByteSource source = pe.open(resource.get());
        long value = Struct.read(source, 0, 4, "security version").u32(0);
        return Optional.of((value >>> 16) + "." + (value & 0xffff));
    }

    private static List<Facts> signatures(PeFile pe) throws IOException {
        List<Facts> all = new ArrayList<>();
        for (Signature signature : pe.signatures()) {
            Facts facts = new Facts()
                    .add("algorithm", signature.algorithm().label())
                    .add("imageHash", signature.imageHash())
                    .add("signedHash", signature.signedHash())
                    .add("hashMatches", signature.hashMatches())
                    .add("nested", signature.nested());
            List<Facts> signers = new ArrayList<>();
            signature.signers().forEach(signer -> signers.add(signer(signer)));
            all.add(facts.add("signers", signers));
        }
        return all;
    }

    private static Facts signer(Signer signer) {
        return new Facts()
                .add("signedBy", signer.certificate().map(certificate -> certificate.subject()))
                .add("issuedBy", signer.issuer())
                .add("thumbprint", signer.certificate().map(certificate -> certificate.sha1()))
                .add("verifies", signer.verifies())
                .add("error", signer.problem())
                .add("timestamp", signer.timestamp().map(PeFacts::timestamp));
    }

    private static Facts timestamp(Timestamp timestamp) {
        return new Facts()
                .add("time", timestamp.time())
                .add("authority", timestamp.authority())
                .add("verifies", timestamp.holds());
    }
}
