package dev.lifeboat.formats.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static BigInteger bits(int count) {
        return BigInteger.ONE.shiftLeft(count - 1).setBit(0);
    }

    private static PublicKey rsa(int modulus, int exponent) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(bits(modulus), bits(exponent)));
    }

    private static PublicKey dsa(int p, int q) throws GeneralSecurityException {
        return KeyFactory.getInstance("DSA")
                .generatePublic(new DSAPublicKeySpec(BigInteger.TWO, bits(p), bits(q), BigInteger.TWO));
    }

    @Test
    void usualOnes() throws GeneralSecurityException {
        assertThat(Keys.usual(rsa(4096, 17))).isTrue();
        assertThat(Keys.usual(dsa(2048, 256))).isTrue();
        assertThat(Keys.usual(
                        KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic()))
                .isTrue();
    }

    @Test
    void onesThatCostMoreThanTheyAreWorth() throws GeneralSecurityException {
        assertThat(Keys.usual(rsa(3000, 2000))).isFalse();
        assertThat(Keys.usual(dsa(65_536, 256))).isFalse();
        assertThat(Keys.usual(dsa(2048, 2000))).isFalse();
        assertThat(Keys.usual(
                        KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic()))
                .isFalse();
    }
}
