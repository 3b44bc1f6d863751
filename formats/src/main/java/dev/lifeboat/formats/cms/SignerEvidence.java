package dev.lifeboat.formats.cms;

import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.Store;

/**
 * One who signed, with what it takes to judge them.
 *
 * @param signer for people
 * @param certificate theirs
 * @param certificates all that came along, from which a chain is made
 * @param time when the signature was there, by a timestamp that was made for it
 * @param weak whether it is over a hash that anybody can forge
 */
record SignerEvidence(
        Signer signer,
        Optional<X509CertificateHolder> certificate,
        Store<X509CertificateHolder> certificates,
        Optional<TimeEvidence> time,
        boolean weak) {

    /**
     * Who says when.
     *
     * @param timestamp for people
     * @param certificate of the authority
     * @param certificates all that came along with it
     */
    record TimeEvidence(
            Timestamp timestamp,
            Optional<X509CertificateHolder> certificate,
            Store<X509CertificateHolder> certificates) {}
}
