package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever bytes stand in hives, boot store and programs, each check ends, and with findings. */
class HostileComputerTest {
    private static final int ROUNDS = 1500;

    @Test
    void anyBytesGiveFindings() throws IOException {
        SplittableRandom random = new SplittableRandom(42); // seeded: a failure can be repeated
        int bad = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TestComputer pc = new TestComputer();
            pc.volumes();
            MemoryTree tree = random.nextInt(3) == 0 ? pc.esp : pc.windows;
            List<String> paths = new ArrayList<>(tree.files.keySet());
            for (int change = random.nextInt(4); change >= 0; change--) {
                byte[] content = tree.files.get(paths.get(random.nextInt(paths.size())));
                int used = Math.min(content.length, 4096 + 3000);
                int at = random.nextInt(used);
                for (int i = at; i < Math.min(used, at + 1 + random.nextInt(8)); i++) {
                    content[i] = (byte) random.nextInt();
                }
            }
            List<Finding> findings = new ArrayList<>();
            RestoredComputer computer = pc.computer(pc.volumes());
            for (Check<RestoredComputer> check : BootChecks.full()) {
                check.run(computer, findings::add);
            }
            assertThat(findings).as("round %d", round).isNotEmpty().allSatisfy(finding -> assertThat(finding.message())
                    .isNotBlank());
            bad += findings.stream().anyMatch(f -> !f.rule().remedy().isEmpty()) ? 1 : 0;
        }
        assertThat(bad).isGreaterThan(ROUNDS / 2); // else the changes hit nothing
    }
}
