package dev.lifeboat.formats.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Certificates, each issued with the key of the next, and the root that issued the last.
 *
 * @param certificates from the signer's; empty if that is a root itself
 * @param root a trusted one
 */
record Chain(List<X509Certificate> certificates, X509Certificate root) {

    /** From when all of them are valid. */
    Instant notBefore() {
        Instant from = root.getNotBefore().toInstant();
        for (X509Certificate certificate : certificates) {
            Instant other = certificate.getNotBefore().toInstant();
            from = other.isAfter(from) ? other : from;
        }
        return from;
    }

    /** Until when all of them are valid. */
    Instant notAfter() {
        Instant until = root.getNotAfter().toInstant();
        for (X509Certificate certificate : certificates) {
            Instant other = certificate.getNotAfter().toInstant();
            until = other.isBefore(until) ? other : until;
        }
        return until;
    }

    /**
     * Validates it as RFC 5280, 6 says: may each issue the next, and are their algorithms still any good? Nobody is asked for
     * revocations: the image is alone.
     *
     * @param at a time when all are valid
     * @return what is wrong; empty for nothing
     */
    String problem(Instant at) {
        if (certificates.isEmpty()) {
            return "";
        }
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return "";
        } catch (CertPathValidatorException | CertificateException e) {
            return String.valueOf(e.getMessage());
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException(e); // every Java has these, and takes these
        }
    }

    /** Whether a certificate was issued with the key of another. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
