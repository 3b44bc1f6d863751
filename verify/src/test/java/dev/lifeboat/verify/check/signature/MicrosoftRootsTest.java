package dev.lifeboat.verify.check.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class MicrosoftRootsTest {
    @Test
    void rootsAreTheirOwnIssuers() throws GeneralSecurityException {
        assertThat(MicrosoftRoots.certificates()).hasSize(3);
        for (X509Certificate root : MicrosoftRoots.certificates()) {
            root.verify(root.getPublicKey());
            assertThat(root.getBasicConstraints()).isGreaterThanOrEqualTo(0);
            assertThat(root.getSubjectX500Principal().getName()).contains("Microsoft Root Certificate Authority");
        }
    }
}
