package dev.lifeboat.formats.cms;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.util.Store;

/**
 * Roots that one believes, and what is signed in their name. A signature is judged at the time of its timestamp where that is
 * believed, too, and now where there is none: that is what keeps it good when the signer's certificate has expired. Threads may
 * share it.
 */
public final class TrustedRoots {
    /** Signing code; components of Windows; drivers that Microsoft tested. */
    private static final Set<String> SIGNING =
            Set.of("1.3.6.1.5.5.7.3.3", "1.3.6.1.4.1.311.10.3.6", "1.3.6.1.4.1.311.10.3.5");

    private static final Set<String> TIMESTAMPING = Set.of("1.3.6.1.5.5.7.3.8");

    /** In a certificate that makes a signature expire with it, timestamp or not. */
    private static final String LIFETIME_SIGNING = "1.3.6.1.4.1.311.10.3.13";

    private static final int LONGEST = 8;
    private static final int MOST_KNOWN = 4096;

    private final List<X509Certificate> roots;

    /** Those found so far: ten thousand catalogs have a few dozen signers. */
    private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();

    /** A chain, and what is wrong with it apart from time. */
    private record Known(Chain chain, String problem) {}

    /**
     * Makes a judge.
     *
     * @param roots that are believed, whoever issued them
     */
    public TrustedRoots(List<X509Certificate> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Judges who signed something.
     *
     * @param signed by one or more; the first who is not believed decides
     * @param now for those that have no timestamp
     * @return the answer
     */
    public Trust judge(SignedData signed, Instant now) {
        if (signed.evidence().isEmpty()) {
            return new Trust(Trust.State.BROKEN, "nobody", "has signed it", Optional.empty());
        }
        Trust trust = null;
        for (SignerEvidence signer : signed.evidence()) {
            trust = judge(signer, now);
            if (!trust.trusted()) {
                return trust;
            }
        }
        return trust;
    }

    private Trust judge(SignerEvidence evidence, Instant now) {
        Signer signer = evidence.signer();
        if (evidence.certificate().isEmpty() || !signer.verifies()) {
            String name = evidence.certificate().map(TrustedRoots::name).orElse(signer.issuer());
            return new Trust(
                    Trust.State.BROKEN,
                    name,
                    signer.problem().orElse("did not sign these bytes: they have changed"),
                    Optional.empty());
        }
        Optional<Instant> stamped =
                evidence.time().filter(this::isBelieved).map(t -> t.timestamp().time());
        return judge(evidence.certificate().get(), evidence.certificates(), SIGNING, stamped, now);
    }

    private boolean isBelieved(SignerEvidence.TimeEvidence time) {
        return time.timestamp().holds()
                && time.certificate().isPresent()
                && judge(
                                time.certificate().get(),
                                time.certificates(),
                                TIMESTAMPING,
                                Optional.of(time.timestamp().time()),
                                Instant.EPOCH)
                        .trusted();
    }

    private Trust judge(
            X509CertificateHolder holder,
            Store<X509CertificateHolder> others,
            Set<String> purposes,
            Optional<Instant> stamped,
            Instant now) {
        String name = name(holder);
        try {
            X509Certificate certificate = certificate(holder);
            Known found = known(certificate, others);
            if (found.chain == null) {
                return new Trust(Trust.State.OTHER_ROOT, name, found.problem, stamped);
            }
            List<String> uses = uses(certificate);
            Instant at = uses.contains(LIFETIME_SIGNING) ? now : stamped.orElse(now);
            String problem = found.problem;
            if (uses.stream().noneMatch(purposes::contains)) {
                problem = "has a certificate that is not for this";
            } else if (at.isBefore(found.chain.notBefore()) || at.isAfter(found.chain.notAfter())) {
                problem = "had no valid certificate at " + at + (stamped.isEmpty() ? ", and no timestamp" : "");
            }
            return problem.isEmpty()
                    ? new Trust(Trust.State.TRUSTED, name, "by " + name(found.chain.root()), stamped)
                    : new Trust(Trust.State.NOT_VALID, name, problem, stamped);
        } catch (CertificateException | IOException e) {
            return new Trust(Trust.State.BROKEN, name, "has a certificate that cannot be read", stamped);
        }
    }

    private Known known(X509Certificate certificate, Store<X509CertificateHolder> others)
            throws CertificateException, IOException {
        ByteBuffer id = ByteBuffer.wrap(HashAlgorithm.SHA256.digest().digest(certificate.getEncoded()));
        Known found = known.get(id);
        if (found == null) {
            found = find(certificate, others);
            if (found.chain != null && known.size() < MOST_KNOWN) { // another signature may bring what is missing
                known.put(id, found);
            }
        }
        return found;
    }

    /** Goes up from issuer to issuer. No way back: two certificates of the same name and key lead to the same issuers. */
    private Known find(X509Certificate certificate, Store<X509CertificateHolder> others) throws CertificateException {
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate last = certificate;
        while (path.size() < LONGEST) {
            if (roots.contains(last)) {
                return known(new Chain(List.copyOf(path), last));
            }
            path.add(last);
            for (X509Certificate root : roots) {
                if (Chain.issued(root, last)) {
                    return known(new Chain(List.copyOf(path), root));
                }
            }
            Optional<X509Certificate> next = issuer(last, path, others);
            if (next.isEmpty()) {
                return new Known(null, ending(last));
            }
            last = next.get();
        }
        return new Known(null, "has a chain of more than " + LONGEST + " certificates");
    }

    private static Known known(Chain chain) {
        boolean ever = !chain.notBefore().isAfter(chain.notAfter());
        return new Known(
                chain, ever ? chain.problem(chain.notBefore()) : "has certificates that were never valid together");
    }

    private static String ending(X509Certificate last) {
        boolean root = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        return root
                ? "has a chain that ends in '" + name(last) + "'"
                : "has a chain whose next certificate, '"
                        + name(new X500Name(last.getIssuerX500Principal().getName()))
                        + "', is not there";
    }

    private static Optional<X509Certificate> issuer(
            X509Certificate certificate, List<X509Certificate> path, Store<X509CertificateHolder> others)
            throws CertificateException {
        for (X509CertificateHolder other : others.getMatches(null)) {
            X509Certificate candidate = certificate(other);
            if (!path.contains(candidate) && Chain.issued(candidate, certificate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static List<String> uses(X509Certificate certificate) throws CertificateParsingException {
        List<String> uses = certificate.getExtendedKeyUsage();
        return uses == null ? List.of() : uses;
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws CertificateException {
        return new JcaX509CertificateConverter().getCertificate(holder);
    }

    private static String name(X509CertificateHolder holder) {
        return name(holder.getSubject());
    }

    private static String name(X509Certificate certificate) {
        return name(new X500Name(certificate.getSubjectX500Principal().getName()));
    }

    /** What people call it. */
    private static String name(X500Name name) {
        RDN[] common = name.getRDNs(BCStyle.CN);
        return common.length == 0
                ? name.toString()
                : IETFUtils.valueToString(common[0].getFirst().getValue());
    }
}
