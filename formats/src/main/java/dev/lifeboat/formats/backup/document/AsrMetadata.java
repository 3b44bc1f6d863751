package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.xml.ElementXml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ASR writer (automated system recovery) said: which volumes are critical, that is, without which a restore to bare
 * metal fails; which disks there are; where the computer starts from. Where partitions lie is not in this document.
 *
 * <p>Letters and signatures stand in captions for people, which other languages of Windows may word otherwise; only what
 * does not depend on words is taken from them, and what is not found is absent.
 *
 * @param document the writer's whole document
 * @param volumes in the order of the document
 * @param disks in the order of the document, which may be any
 * @param bcdPath folder of the boot configuration data and the boot managers, if named
 */
public record AsrMetadata(WriterMetadata document, List<Volume> volumes, List<Disk> disks, Optional<String> bcdPath) {
    private static final String VOLUMES = "Volumes";
    private static final String DISKS = "Disks";
    private static final String BCD = "BCD";
    private static final Pattern DISK = Pattern.compile("harddisk(\\d{1,9})", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_BRACKETS = Pattern.compile("\\(([^()]*)\\)");
    private static final Pattern LETTER = Pattern.compile("([A-Za-z]:)\\\\?");
    private static final Pattern SIGNATURE = Pattern.compile("\\b0x(\\p{XDigit}{1,8})\\b");

    /**
     * A volume of the computer.
     *
     * @param name as the image file is called
     * @param critical whether a restore fails without it
     * @param letter drive letter with colon, if it has one
     */
    public record Volume(VolumeName name, boolean critical, Optional<String> letter) {}

    /**
     * A disk of the computer.
     *
     * @param number Windows' number when the backup was made; no guide to the disks at a restore
     * @param signature of its MBR, if told; what is said of a disk with a GPT is not known
     * @param raw whether it has no partition table, as told in English
     */
    public record Disk(int number, OptionalLong signature, boolean raw) {}

    /**
     * Reads the document.
     *
     * @param source the file {@code ..._Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml}
     * @return what it says
     * @throws CorruptImageException if it is not well formed, is another document, or a value is missing or makes no sense
     * @throws IOException if it cannot be read
     */
    public static AsrMetadata read(ByteSource source) throws IOException {
        return of(source, WriterMetadata.read(source));
    }

    /** Interprets a document that was read from a source. */
    private static AsrMetadata of(ByteSource source, WriterMetadata document) throws CorruptImageException {
        if (!document.identification().writerId().equals(WellKnownWriter.ASR.id())) {
            throw new CorruptImageException(
                    source,
                    0,
                    "writerId",
                    "is " + document.identification().writerId() + ", expected the ASR writer's, "
                            + WellKnownWriter.ASR.id());
        }
        List<Volume> volumes = new ArrayList<>();
        List<Disk> disks = new ArrayList<>();
        Optional<String> bcdPath = Optional.empty();
        for (WriterMetadata.Component component : document.components()) {
            switch (component.logicalPath()) {
                case VOLUMES -> volumes.add(volume(source, component));
                case DISKS -> disks.add(disk(source, component));
                case BCD -> bcdPath =
                        component.files().stream().map(FileSet::path).findFirst();
                default -> {}
            }
        }
        return new AsrMetadata(document, List.copyOf(volumes), List.copyOf(disks), bcdPath);
    }

    /** Critical is what nobody may choose to leave out. */
    private static Volume volume(ByteSource source, WriterMetadata.Component component) throws CorruptImageException {
        VolumeName name = VolumeName.parse(component.name())
                .orElseThrow(() -> new CorruptImageException(
                        source,
                        0,
                        "componentName of a volume",
                        "is " + ElementXml.quoted(component.name()) + ", expected Volume{guid}"));
        Optional<String> letter = inBrackets(component)
                .map(LETTER::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
        return new Volume(name, !component.selectable(), letter);
    }

    private static Disk disk(ByteSource source, WriterMetadata.Component component) throws CorruptImageException {
        Matcher number = DISK.matcher(component.name());
        if (!number.matches()) {
            throw new CorruptImageException(
                    source,
                    0,
                    "componentName of a disk",
                    "is " + ElementXml.quoted(component.name()) + ", expected harddisk and a number");
        }
        String told = inBrackets(component).orElse("");
        Matcher signature = SIGNATURE.matcher(told);
        return new Disk(
                Integer.parseInt(number.group(1)),
                signature.find() ? OptionalLong.of(Long.parseLong(signature.group(1), 16)) : OptionalLong.empty(),
                told.equals("raw disk"));
    }

    private static Optional<String> inBrackets(WriterMetadata.Component component) {
        Matcher matcher = IN_BRACKETS.matcher(component.caption());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Returns how the computer starts.
     *
     * @return empty if the document does not tell
     */
    public Optional<Firmware> firmware() {
        return bcdPath.flatMap(Firmware::of);
    }

    /**
     * Returns the volume that the computer starts from.
     *
     * @return empty if the document does not tell, or names it otherwise than by a GUID
     */
    public Optional<VolumeName> systemVolume() {
        return firmware().flatMap(f -> VolumeName.parse(f.systemPartition(bcdPath.orElseThrow())));
    }
}
