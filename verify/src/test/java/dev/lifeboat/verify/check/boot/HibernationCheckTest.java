package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@link HibernationCheck}. */
class HibernationCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new HibernationCheck())).containsExactly(findings);
    }

    private static final String GOOD = "GOOD windows.not-hibernated: C: /hiberfil.sys holds nothing to resume from";

    @Test
    void awake() throws IOException {
        finds(GOOD);
        pc.windows.put("/hiberfil.sys", new byte[4096]);
        finds(GOOD);
        pc.windows.put("/hiberfil.sys", "WAKE".getBytes(StandardCharsets.US_ASCII));
        finds(GOOD);
    }

    @Test
    void asleep() throws IOException {
        pc.windows.put("/hiberfil.sys", "HIBR....".getBytes(StandardCharsets.US_ASCII));
        finds("NOTE windows.hibernated: C: /hiberfil.sys begins with hibr");
        pc.sessionManager.with(new TestKey("Power").value("HiberbootEnabled", 4, TestComputer.little(1, 4)));
        pc.windows.files.remove(TestComputer.CONFIG + "SYSTEM");
        finds("NOTE windows.hibernated: C: /hiberfil.sys begins with hibr; fast startup is switched on");
    }
}
