package dev.lifeboat.formats.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Certificates, each issued with the key of the next, and the root that issued the last.
 *
 * @param certificates from the signer's; empty if that is a root itself
 * @param root a trusted one
 */
record Chain(List<X509Certificate> certificates, X509Certificate root) {
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /** Asked by name, and not made known to the JDK: nothing else is to use it. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /** From when all of them are valid. */
    Instant notBefore() {
        return all().map(one -> one.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Until when all of them are valid. */
    Instant notAfter() {
        return all().map(one -> one.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Stream<X509Certificate> all() {
        return Stream.concat(certificates.stream(), Stream.of(root));
    }

    /**
     * Validates it as RFC 5280, 6 says: may each issue the next, and for such a purpose? Nobody is asked for revocations: the image is
     * alone. Bouncy Castle's validator, since that of the JDK also asks which algorithms this computer's administrator allows, which
     * says nothing of an old image; MD2 and MD5 are refused here.
     *
     * @param at a time when all are valid
     * @param purposes of which each certificate that names any has to name one
     * @return what is wrong; empty for nothing
     */
    String problem(Instant at, Set<String> purposes) {
        try {
            for (X509Certificate certificate : certificates) {
                List<String> named = certificate.getExtendedKeyUsage();
                if (named != null
                        && !named.contains(ANY_PURPOSE)
                        && named.stream().noneMatch(purposes::contains)) {
                    return "has a certificate that is not for this";
                }
                if (certificate.getSigAlgName().startsWith("MD")) {
                    return "has a certificate signed over " + certificate.getSigAlgName() + ", which can be forged";
                }
            }
            if (certificates.isEmpty()) {
                return "";
            }
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX", PROVIDER).validate(path, parameters);
            return "";
        } catch (CertPathValidatorException | CertificateException | RuntimeException e) {
            return "has certificates that may not issue each other: " + e.getMessage();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException(e); // the provider has it, and takes these
        }
    }

    /** Whether a certificate was issued with the key of another. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                || !Keys.usual(issuer.getPublicKey())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
