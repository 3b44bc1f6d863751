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
    private static final int MOST_STEPS = 256;
    private static final int MOST_KNOWN = 4096;

    private final List<X509Certificate> roots;

    /** Those found so far: ten thousand catalogs have a few dozen signers. */
    private final Map<Id, Known> known = new ConcurrentHashMap<>();

    /** By the hash of a certificate, and what it is used for. */
    private record Id(ByteBuffer hash, Set<String> purposes) {}

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
            return new Trust(Trust.State.UNKNOWN, "nobody", "signed it", Optional.empty());
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
        String name = evidence.certificate().map(TrustedRoots::name).orElse(signer.issuer());
        if (signer.problem().isPresent()) {
            return new Trust(
                    Trust.State.UNKNOWN,
                    name,
                    "signed it in a way that cannot be checked: "
                            + signer.problem().get(),
                    Optional.empty());
        }
        if (!signer.verifies()) {
            return new Trust(Trust.State.BROKEN, name, "did not sign these bytes: they have changed", Optional.empty());
        }
        if (evidence.weak()) {
            return new Trust(Trust.State.UNKNOWN, name, "signed it over a hash that can be forged", Optional.empty());
        }
        Optional<Instant> stamped =
                evidence.time().filter(this::isBelieved).map(t -> t.timestamp().time());
        return judge(evidence.certificate().orElseThrow(), evidence.certificates(), SIGNING, stamped, now);
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
            List<String> uses = uses(certificate);
            Known found = known(certificate, others, purposes);
            if (found.chain == null) {
                return new Trust(Trust.State.OTHER_ROOT, name, found.problem, stamped);
            }
            Instant at = uses.contains(LIFETIME_SIGNING) ? now : stamped.orElse(now);
            String problem = found.problem;
            if (uses.stream().noneMatch(purposes::contains)) {
                problem = "has a certificate that is not for this";
            } else if (at.isBefore(found.chain.notBefore()) || at.isAfter(found.chain.notAfter())) {
                problem = "had no valid certificate at " + at
                        + (stamped.isEmpty() ? ", and no timestamp that is believed" : "");
            }
            return problem.isEmpty()
                    ? new Trust(Trust.State.TRUSTED, name, "by " + name(found.chain.root()), stamped)
                    : new Trust(Trust.State.NOT_VALID, name, problem, stamped);
        } catch (CertificateException | IOException | RuntimeException e) { // in all these ways
            return new Trust(Trust.State.UNKNOWN, name, "has a certificate that cannot be read", stamped);
        }
    }

    private Known known(X509Certificate certificate, Store<X509CertificateHolder> others, Set<String> purposes)
            throws CertificateException, IOException {
        Id id = new Id(ByteBuffer.wrap(HashAlgorithm.SHA256.digest().digest(certificate.getEncoded())), purposes);
        Known found = known.get(id);
        if (found == null) {
            found = new Search(certificates(others)).from(certificate, purposes);
            if (found.chain != null && known.size() < MOST_KNOWN) { // another signature may bring what is missing
                known.put(id, found);
            }
        }
        return found;
    }

    /** Those that can be read; one that cannot be leads nowhere. */
    private static List<X509Certificate> certificates(Store<X509CertificateHolder> holders) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : holders.getMatches(null)) {
            try {
                certificates.add(certificate(holder));
            } catch (CertificateException | RuntimeException e) {
                // not one of the chain
            }
        }
        return certificates;
    }

    /** Goes up from issuer to issuer, by all ways there are: of one name and key there may be several certificates. */
    private final class Search {
        private final List<X509Certificate> others;
        private int steps;
        private String ending = "";

        Search(List<X509Certificate> others) {
            this.others = others;
        }

        Known from(X509Certificate certificate, Set<String> purposes) {
            Optional<Chain> chain = up(certificate, List.of());
            if (chain.isEmpty()) {
                return new Known(null, ending);
            }
            Chain found = chain.get();
            boolean ever = !found.notBefore().isAfter(found.notAfter());
            return new Known(
                    found,
                    ever
                            ? found.problem(found.notBefore(), purposes)
                            : "has certificates that were never valid together");
        }

        private Optional<Chain> up(X509Certificate last, List<X509Certificate> before) {
            if (roots.contains(last)) {
                return Optional.of(new Chain(before, last));
            }
            List<X509Certificate> path = new ArrayList<>(before);
            path.add(last);
            for (X509Certificate root : roots) {
                if (Chain.issued(root, last)) {
                    return Optional.of(new Chain(List.copyOf(path), root));
                }
            }
            boolean further = false;
            for (X509Certificate other : others) {
                if (path.size() < LONGEST && steps < MOST_STEPS && !path.contains(other)) {
                    boolean named = other.getSubjectX500Principal().equals(last.getIssuerX500Principal());
                    steps += named ? 1 : 0;
                    if (named && Chain.issued(other, last)) {
                        further = true;
                        Optional<Chain> chain = up(other, path);
                        if (chain.isPresent()) {
                            return chain;
                        }
                    }
                }
            }
            if (!further) {
                ending = ending(last);
            }
            return Optional.empty();
        }
    }

    private static String ending(X509Certificate last) {
        boolean root = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        return root
                ? "has a chain that ends in '" + name(last) + "'"
                : "has a chain whose next certificate, '"
                        + name(new X500Name(last.getIssuerX500Principal().getName()))
                        + "', is not there";
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
