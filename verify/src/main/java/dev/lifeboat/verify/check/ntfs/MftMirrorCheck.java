package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.FileRecord;
import dev.lifeboat.formats.ntfs.Mft;
import dev.lifeboat.formats.ntfs.NtfsBootSector;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether the first MFT records and their copies in $MFTMirr are intact and alike. */
final class MftMirrorCheck implements Check<NtfsVolume> {
    private static final Rule RECORD_LOST = new Rule(
            "ntfs.mft-start-lost",
            Severity.LOST,
            "One of the first records of the file table is damaged, and Windows needs it to open the volume. Its copy could"
                    + " be read, so files can be copied out of this image, but a restored disk may not start.",
            "Copy your files out with 'lifeboat extract', and make a new image.");
    private static final Rule MIRROR = new Rule(
            "ntfs.mft-mirror",
            Severity.NOTE,
            "The copy of the first records of the file table is damaged or out of date. Windows does not need it while the"
                    + " first records themselves are good.",
            "Run 'chkdsk /f' on the volume after a restore; make a new image when you can.");
    private static final Rule GOOD = new Rule(
            "ntfs.mft-start", Severity.GOOD, "The first records of the file table and their copies are alike.", "");

    @Override
    public String question() {
        return "Are the first records of the file table, and their copies, intact?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(RECORD_LOST, MIRROR, GOOD);
    }

    @Override
    public void run(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        boolean good = volume.mft().startProblem().isEmpty();
        volume.mft().startProblem().ifPresent(e -> findings.accept(Finding.of(RECORD_LOST, e)));
        for (int number = good ? 0 : 1; number < Mft.MIRRORED; number++) {
            FileRecord record = null;
            try {
                record = volume.mft().recordInTable(number);
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(RECORD_LOST, e));
                good = false;
            }
            try {
                volume.mft().mirrored(number);
                if (record != null && !same(volume, number)) {
                    findings.accept(MIRROR.at(
                            volume.source().name() + "/$MFTMirr",
                            "record " + number + " differs from the one in $MFT"));
                    good = false;
                }
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(MIRROR, e));
                good = false;
            }
        }
        if (good) {
            findings.accept(GOOD.at(volume.source().name() + "/$MFTMirr", "equal to the start of $MFT"));
        }
    }

    private static boolean same(NtfsVolume volume, int number) throws IOException {
        NtfsBootSector boot = volume.bootSector();
        int size = boot.recordSize();
        byte[] record = volume.mft().stream().bytes((long) number * size, size);
        byte[] copy = volume.source().bytes(boot.mirrorCluster() * boot.clusterSize() + (long) number * size, size);
        return Arrays.equals(record, copy);
    }
}
