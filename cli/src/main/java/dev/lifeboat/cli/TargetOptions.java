package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.verify.check.fit.Target;
import dev.lifeboat.verify.check.fit.TargetDisk;
import dev.lifeboat.verify.check.fit.TargetDisks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What a person says of the computer that the backup is to be restored to. */
final class TargetOptions {
    @Option(
            names = "--target",
            paramLabel = "SIZE",
            converter = DiskSizeOption.class,
            description =
                    "Also ask whether the backup fits a new computer with a disk of this size: 512GB as printed on it, 476.9GiB"
                            + " (which Windows shows as 476.9 GB), or the number of bytes, which alone is exact. Once for each of"
                            + " its disks, but for those with the backup and the recovery media.")
    private List<TargetDisk> described = new ArrayList<>();

    @Option(
            names = "--target-disk",
            paramLabel = "DISK",
            description =
                    "Likewise, but looks at the disk itself: /dev/sdb, \\\\.\\PhysicalDrive1, or a disk image. Its size, sectors and"
                            + " partition table are read, and nothing is written.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--target-sector-size",
            paramLabel = "BYTES",
            description =
                    "The logical sectors of these disks, where they do not tell: 512 (also '512e') or 4096 ('4K native').")
    private Integer sectorSize;

    @Option(
            names = "--target-firmware",
            paramLabel = "KIND",
            converter = FirmwareOption.class,
            description = "How the new computer starts: uefi or bios.")
    private Firmware firmware;

    /** Two words. */
    static final class FirmwareOption implements ITypeConverter<Firmware> {
        @Override
        public Firmware convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "uefi" -> Firmware.UEFI;
                case "bios" -> Firmware.BIOS;
                default -> throw new TypeConversionException("'" + text + "' is neither uefi nor bios");
            };
        }
    }

    boolean given() {
        return !described.isEmpty() || !paths.isEmpty();
    }

    /** Refuses what makes no sense, before anything is read. */
    void check(CommandLine line) {
        if (sectorSize != null && sectorSize != 512 && sectorSize != 4096) {
            throw new ParameterException(line, "--target-sector-size must be 512 or 4096, not " + sectorSize);
        }
        if (!given() && (sectorSize != null || firmware != null)) {
            String option = sectorSize != null ? "--target-sector-size" : "--target-firmware";
            throw new ParameterException(
                    line,
                    option + " says more of a new computer; name its disk with --target SIZE or --target-disk DISK");
        }
    }

    /**
     * Looks at the disks that were named.
     *
     * @param line for complaints
     * @return the new computer; empty if nobody asks
     * @throws IOException if a disk cannot be read
     */
    Optional<Target> target(CommandLine line) throws IOException {
        if (!given()) {
            return Optional.empty();
        }
        List<TargetDisk> disks = new ArrayList<>(described);
        for (String path : paths) {
            disks.add(TargetDisks.read(path));
        }
        if (sectorSize != null) {
            disks.replaceAll(disk -> disk.withSectorsOf(sectorSize));
            for (TargetDisk disk : disks) {
                if (disk.sectorSize().getAsInt() != sectorSize) {
                    throw new ParameterException(
                            line,
                            "--target-sector-size is " + sectorSize + ", but the sectors of " + disk.name() + " have "
                                    + disk.sectorSize().getAsInt() + " bytes");
                }
            }
        }
        return Optional.of(new Target(disks, Optional.ofNullable(firmware)));
    }
}
