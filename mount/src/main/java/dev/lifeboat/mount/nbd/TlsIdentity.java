package dev.lifeboat.mount.nbd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The key and the certificate that a server shows, and whose certificates clients must show. TLS 1.2 and 1.3 only. */
public final class TlsIdentity {
    private static final long LARGEST_FILE = 1 << 20;
    private static final List<String> KINDS_OF_KEYS = List.of("RSA", "EC", "Ed25519");
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final SSLContext context;
    private final boolean clientsIdentify;

    private TlsIdentity(SSLContext context, boolean clientsIdentify) {
        this.context = context;
        this.clientsIdentify = clientsIdentify;
    }

    /**
     * Reads key and certificates.
     *
     * @param key a PEM file with a private key in PKCS #8, not encrypted
     * @param certificate a PEM file with the key's certificate, then those above it
     * @param clients a PEM file with certificates, one of which must have signed a client's; everybody may connect if absent
     * @return the identity
     * @throws IOException if a file cannot be read or holds something else; says what to do
     */
    public static TlsIdentity read(Path key, Path certificate, Optional<Path> clients) throws IOException {
        PrivateKey secret = privateKey(key);
        Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
        char[] none = new char[0];
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("server", secret, none, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            TrustManagerFactory trust = null;
            if (clients.isPresent()) {
                KeyStore trusted = emptyStore();
                int n = 0;
                for (Certificate each : certificates(clients.get())) {
                    trusted.setCertificateEntry("client " + n++, each);
                }
                trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(trusted);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
            return new TlsIdentity(context, clients.isPresent());
        } catch (GeneralSecurityException e) {
            throw new IOException(key + " and " + certificate + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Matcher matcher = KEY.matcher(text(file));
        if (!matcher.find()) {
            throw new IOException(file + " holds no private key in PKCS #8 (\"BEGIN PRIVATE KEY\");"
                    + " 'openssl pkey -in OLD -out NEW' writes one");
        }
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
            for (String kind : KINDS_OF_KEYS) {
                try {
                    return KeyFactory.getInstance(kind).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    // a key of another kind
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds a damaged private key: " + e.getMessage(), e);
        }
        throw new IOException(file + " holds a private key of an unknown kind; RSA, EC and Ed25519 are known");
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        Collection<? extends Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text(file).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificate: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + " holds no certificate (\"BEGIN CERTIFICATE\")");
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + " is too large for a PEM file with a key or certificates");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /**
     * Tells whether clients must show a certificate.
     *
     * @return false if everybody may connect
     */
    public boolean clientsIdentify() {
        return clientsIdentify;
    }

    /** Makes the server's side of a TLS connection; its handshake is yet to be done. */
    SSLSocket over(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(VERSIONS);
        socket.setNeedClientAuth(clientsIdentify);
        return socket;
    }
}
