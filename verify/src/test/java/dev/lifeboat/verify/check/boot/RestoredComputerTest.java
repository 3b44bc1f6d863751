package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.windows.VolumeId;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link RestoredComputer}: computers of other kinds than the usual one, and which volume an id means. */
class RestoredComputerTest {
    private static final UUID OTHER = new UUID(7, 8);
    private static final long SIGNATURE = 0xabcd1234L;

    private final TestComputer pc = new TestComputer();

    private List<String> bad(List<BootVolume> volumes) throws IOException {
        List<String> bad = new ArrayList<>();
        RestoredComputer computer = pc.computer(volumes);
        for (Check<RestoredComputer> check : BootChecks.quick()) {
            check.run(computer, (Finding f) -> {
                if (f.severity() != Severity.GOOD) {
                    bad.add(f.rule().id());
                }
            });
        }
        return bad;
    }

    private void singleBios() {
        pc.set = false;
        pc.documented = Optional.empty();
        pc.firmwareType = Optional.of(1);
        pc.mounted.value(
                "\\DosDevices\\C:",
                3,
                TestComputer.joined(TestComputer.little(SIGNATURE, 4), TestComputer.little(1 << 20, 8)));
    }

    @Test
    void theUsualOneIsSound() throws IOException {
        assertThat(bad(pc.volumes())).isEmpty();
    }

    @Test
    void withABios() throws IOException {
        singleBios();
        assertThat(bad(pc.bios(SIGNATURE, true))).isEmpty();
    }

    @Test
    void withABiosThatTheStoreDoesNotFit() throws IOException {
        singleBios();
        pc.bios(SIGNATURE, true);
        byte[] store = pc.windows.files.get("/Boot/BCD");
        List<BootVolume> volumes = pc.bios(SIGNATURE + 1, true);
        pc.windows.put("/Boot/BCD", store);
        assertThat(bad(volumes)).containsOnly("windows.letter-not-in-images", "boot.other-ids");
    }

    @Test
    void ofTwoInASetOrOnADiskTheOneThatIsStartedCounts() throws IOException {
        ofTwoTheOneThatIsStartedCounts();
        pc.set = false;
        ofTwoTheOneThatIsStartedCounts();
    }

    private void ofTwoTheOneThatIsStartedCounts() throws IOException {
        MemoryTree old = new MemoryTree();
        old.put("/Windows/System32/config/SYSTEM", new byte[1]);
        List<BootVolume> volumes = new ArrayList<>(pc.volumes());
        volumes.add(1, pc.volume("D", PartitionType.Gpt.BASIC_DATA, OTHER, old));
        RestoredComputer computer = pc.computer(volumes);
        assertThat(computer.windows()).extracting(w -> w.volume().name()).containsExactly("C");
        assertThat(computer.others()).extracting(w -> w.volume().name()).containsExactly("D");
        assertThat(bad(volumes)).containsOnly("windows.other-file-missing");
    }

    /** What Windows puts into the tables of its images is not known: there, the ids may all be the same. */
    @Test
    void theNameOfAnImageCountsForMoreThanItsTable() throws IOException {
        List<BootVolume> volumes = new ArrayList<>(pc.volumes());
        BootVolume c = volumes.get(1);
        volumes.add(
                0,
                new BootVolume(
                        "D", Optional.of(new VolumeName(OTHER)), false, c.table(), c.partition(), new MemoryTree()));
        RestoredComputer computer = pc.computer(volumes);
        assertThat(computer.volume(new VolumeId.Gpt(TestComputer.WINDOWS))).contains(c);
        assertThat(computer.volume(new VolumeId.Gpt(OTHER))).contains(volumes.get(0));
        assertThat(computer.volume(new VolumeId.Mbr(1, 2))).isEmpty();
    }
}
