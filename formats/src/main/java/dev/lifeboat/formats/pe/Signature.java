package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.cms.Certificate;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.SignedData;
import dev.lifeboat.formats.cms.Signer;
import java.util.HexFormat;
import java.util.List;

/**
 * An Authenticode signature. It says who signed a hash, and whether this file has that hash; not whether to trust them.
 *
 * @param algorithm of the file's hash
 * @param signedHash the hash that was signed, in hexadecimal digits
 * @param imageHash the hash of the file as it is, likewise
 * @param signed who signed that hash
 * @param nested whether it stands in another signature, as a second one in a newer algorithm does
 */
public record Signature(
        HashAlgorithm algorithm, String signedHash, String imageHash, SignedData signed, boolean nested) {

    /**
     * Returns who signed.
     *
     * @return in practice one
     */
    public List<Signer> signers() {
        return signed.signers();
    }

    /**
     * Returns the certificates that it brings along.
     *
     * @return in its order
     */
    public List<Certificate> certificates() {
        return signed.certificates();
    }

    /**
     * Tells whether the file is the one that was signed.
     *
     * @return whether the two hashes are the same
     */
    public boolean hashMatches() {
        return signedHash.equals(imageHash);
    }

    /**
     * Tells whether everything fits together.
     *
     * @return true if the hash matches and all signers' signatures verify
     */
    public boolean holds() {
        return hashMatches() && signed.verifies();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
