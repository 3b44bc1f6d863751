package dev.lifeboat.cli;

import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.WimVolume;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.MissingPart;
import dev.lifeboat.formats.wim.WimDescription;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimHeader;
import dev.lifeboat.formats.wim.WimMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a WIM says of itself and of its images. */
final class WimFacts {
    private final WimFile wim;
    private boolean complete = true;

    WimFacts(WimFile wim) {
        this.wim = wim;
    }

    /** Whether all could be read. */
    boolean complete() throws IOException {
        return complete && wim.missing().isEmpty() && wim.descriptionProblem().isEmpty();
    }

    Facts file(Path path) throws IOException {
        WimHeader header = wim.header();
        return new Facts()
                .add("file", path)
                .add("format", Container.WIM.label())
                .add("fileSize", Files.isRegularFile(path) ? Files.size(path) : null)
                .add("guid", header.guid())
                .add("version", "0x" + Integer.toHexString(header.version()))
                .add("compression", header.codec().map(Codec::label).orElse("none"))
                .add("chunkSize", header.chunkSize() == 0 ? null : header.chunkSize())
                .add("solid", wim.solid())
                .add("parts", header.parts())
                .add(
                        "missingParts",
                        wim.missing().isEmpty()
                                ? null
                                : wim.missing().stream()
                                        .map(MissingPart::toString)
                                        .toList())
                .add("images", header.images())
                .add("bootImage", header.bootImage())
                .add("integrityTable", header.integrity().present())
                .add("readOnly", header.readOnly())
                .add("writeInProgress", header.writeInProgress())
                .add("relativeLinks", header.relativeLinks())
                .add("tableEntries", wim.blobs().count())
                .add("xmlError", wim.descriptionProblem().map(ImageException::getMessage));
    }

    /**
     * Tells of an image.
     *
     * @param number of the volume
     * @param volume the image
     */
    Facts image(int number, WimVolume volume) throws IOException {
        Facts facts = new Facts().add("volume", number);
        Optional<WimDescription.Image> described = volume.image().description();
        described.ifPresent(image -> described(facts, image));
        try {
            WimMetadata metadata = volume.image().metadata();
            facts.add("directoriesFound", metadata.directories())
                    .add("filesFound", metadata.files())
                    .add("securityDescriptors", metadata.securityDescriptors());
        } catch (ImageException e) {
            complete = false;
            facts.add("error", e.getMessage());
        }
        return facts;
    }

    private static void described(Facts facts, WimDescription.Image image) {
        facts.add("label", image.name())
                .add("description", filled(image.description()))
                .add("flags", filled(image.flags()))
                .add("size", image.totalBytes())
                .add("hardLinkBytes", image.hardLinkBytes())
                .add("directories", image.directories())
                .add("files", image.files())
                .add("created", time(image.created()))
                .add("modified", time(image.modified()));
        image.windows().ifPresent(windows -> facts.add("edition", filled(windows.edition()))
                .add("product", filled(windows.product()))
                .add("installation", filled(windows.installation()))
                .add("windowsVersion", filled(windows.version()))
                .add("architecture", filled(windows.architecture()))
                .add("languages", windows.languages())
                .add("defaultLanguage", filled(windows.defaultLanguage())));
    }

    private static Optional<String> filled(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private static Optional<Instant> time(OptionalLong filetime) {
        return filetime.isPresent() ? Optional.of(FileTimes.toInstant(filetime.getAsLong())) : Optional.empty();
    }
}
