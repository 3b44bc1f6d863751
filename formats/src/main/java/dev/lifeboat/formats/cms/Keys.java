package dev.lifeboat.formats.cms;

import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Which keys are used at all: the work for one grows with the square of a size that the image states. */
final class Keys {
    private static final int LARGEST_RSA = 16_384;
    private static final int LARGEST_EXPONENT = 64;
    private static final int LARGEST_DSA = 4096;
    private static final int LARGEST_DSA_ORDER = 512;

    private Keys() {}

    /**
     * Tells whether a key is of a usual size.
     *
     * @param key of a certificate
     * @return false also for kinds that no signature on Windows has
     */
    static boolean usual(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() <= LARGEST_RSA
                    && rsa.getPublicExponent().bitLength() <= LARGEST_EXPONENT;
        }
        if (key instanceof DSAPublicKey dsa) {
            return dsa.getParams() != null
                    && dsa.getParams().getP().bitLength() <= LARGEST_DSA
                    && dsa.getParams().getG().bitLength() <= LARGEST_DSA
                    && dsa.getParams().getQ().bitLength() <= LARGEST_DSA_ORDER
                    && dsa.getY().bitLength() <= LARGEST_DSA;
        }
        return key instanceof ECPublicKey; // of curves that Java knows by name
    }
}
