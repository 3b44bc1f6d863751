package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.cms.TrustedRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The roots that the signatures on Windows itself end in. Others of Microsoft's, as those for web sites and for what customers sign
 * in Azure, are none of them. Their thumbprints are those that Windows shows in its list of trusted roots.
 */
public final class MicrosoftRoots {
    private static final String FILE = "microsoft-roots.pem";

    /** SHA-256 of each: the roots of 2010, of 2011, and of 2001, in which signatures up to Windows 7 end. */
    private static final Set<String> THUMBPRINTS = Set.of(
            "df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e",
            "847df6a78497943f27fc72eb93f9a637320a02b561d0a91b09e87a7807ed7c61",
            "885de64c340e3ea70658f01e1145f957fcda27aabeea1ab9faa9fdb0102d4077");

    private MicrosoftRoots() {}

    /**
     * Returns them.
     *
     * @return a judge that believes them and nobody else
     */
    public static TrustedRoots trusted() {
        return new TrustedRoots(certificates());
    }

    static List<X509Certificate> certificates() {
        try (InputStream in = MicrosoftRoots.class.getResourceAsStream(FILE)) {
            List<X509Certificate> roots = new ArrayList<>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                if (!THUMBPRINTS.contains(thumbprint((X509Certificate) certificate))) {
                    throw new IllegalStateException(FILE + " was changed: it has a root that is not known");
                }
                roots.add((X509Certificate) certificate);
            }
            return roots;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // a file of our own
        }
    }

    private static String thumbprint(X509Certificate certificate)
            throws CertificateException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
