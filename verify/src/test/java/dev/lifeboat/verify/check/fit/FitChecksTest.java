package dev.lifeboat.verify.check.fit;

import static dev.lifeboat.verify.check.fit.TestFit.GB;
import static dev.lifeboat.verify.check.fit.TestFit.atLeast;
import static dev.lifeboat.verify.check.fit.TestFit.disk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.verify.check.Check;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Firmware, sectors, tables, and the order of disks: where each check is content, and broken just there. */
class FitChecksTest {
    private final TestFit fit = new TestFit();

    private void finds(Check<Fit> check, String... findings) throws IOException {
        assertThat(fit.run(check)).containsExactly(findings);
    }

    @Test
    void firmware() throws IOException {
        finds(new TargetFirmwareCheck(), "GOOD fit.firmware SET: the old computer: UEFI; the new one: UEFI");
        fit.after = Optional.of(Firmware.BIOS);
        finds(new TargetFirmwareCheck(), "LOST fit.other-firmware SET: the old computer: UEFI; the new one: BIOS");
        fit.before = Optional.empty();
        finds(
                new TargetFirmwareCheck(),
                "UNDECIDED fit.firmware-unknown SET: the old computer: not known; the new one: BIOS");
        fit.after = Optional.empty();
        finds(new TargetFirmwareCheck());
    }

    @Test
    void sectors() throws IOException {
        finds(new SectorSizeCheck(), "GOOD fit.sector-size SET: OLD: 512 bytes; NEW: 512 bytes");
        TargetDisk native4k =
                new TargetDisk("4KN", DiskSize.exactly(500 * GB), OptionalInt.of(4096), Optional.empty(), 0);
        fit.targets(native4k);
        finds(new SectorSizeCheck(), "UNDECIDED fit.other-sector-size SET: OLD: 512 bytes; 4KN: 4096 bytes");
        fit.originals(mbr(OptionalInt.empty()));
        finds(new SectorSizeCheck(), "UNDECIDED fit.sector-size-unknown SET: OLD: not known; 4KN: 4096 bytes");
        fit.targets(TargetDisk.described("NEW", DiskSize.exactly(1)));
        finds(new SectorSizeCheck());
    }

    private static OriginalDisk mbr(OptionalInt sectors) {
        return new OriginalDisk(
                "OLD", Necessity.NEEDED, true, OptionalLong.empty(), 1, 1, sectors, Optional.of(PartitionScheme.MBR));
    }

    @Test
    void mbrReachesTo2Tib() throws IOException {
        long limit = 1L << 41;
        fit.targets(disk("NEW", limit + 512));
        finds(new MbrLimitCheck());
        fit.originals(mbr(OptionalInt.of(512)));
        finds(
                new MbrLimitCheck(),
                "NOTE fit.beyond-mbr SET: NEW has 2.2 TB (2199023256064 bytes); its MBR will reach to 2.2 TB"
                        + " (2199023255552 bytes)");
        fit.targets(disk("NEW", limit));
        finds(new MbrLimitCheck());
        fit.targets(new TargetDisk("4KN", DiskSize.exactly(8 * limit), OptionalInt.of(4096), Optional.empty(), 0));
        finds(new MbrLimitCheck());
    }

    @Test
    void aBiosHasAFirstDisk() throws IOException {
        fit.originals(atLeast("OLD", 400 * GB, 400 * GB)).targets(disk("SMALL", 100 * GB), disk("LARGE", 500 * GB));
        finds(new BootOrderCheck());
        fit.before = Optional.of(Firmware.BIOS);
        finds(
                new BootOrderCheck(),
                "NOTE fit.bios-first-disk SET: SMALL has 100.0 GB (100000000000 bytes); OLD had at least 400.0 GB"
                        + " (400000000000 bytes)");
        fit.targets(disk("SMALL", 100 * GB));
        finds(new BootOrderCheck());
    }

    @Test
    void whatIsOnTheDiskNow() throws IOException {
        finds(new TargetContentCheck());
        fit.targets(new TargetDisk(
                "NEW", DiskSize.exactly(500 * GB), OptionalInt.empty(), Optional.of(PartitionScheme.MBR), 2));
        finds(
                new TargetContentCheck(),
                "NOTE fit.disk-in-use NEW: has 2 partitions",
                "NOTE fit.other-partition-table NEW: has MBR; OLD had GPT");
        fit.targets(new TargetDisk(
                "NEW", DiskSize.exactly(500 * GB), OptionalInt.empty(), Optional.of(PartitionScheme.NONE), 0));
        finds(new TargetContentCheck());
    }
}
