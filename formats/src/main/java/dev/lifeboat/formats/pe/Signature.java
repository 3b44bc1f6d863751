package dev.lifeboat.formats.pe;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An Authenticode signature. It says who signed a hash, and whether this file has that hash; not whether to trust them.
 *
 * @param algorithm of the file's hash
 * @param signedHash the hash that was signed, in hexadecimal digits
 * @param imageHash the hash of the file as it is, likewise
 * @param signers who signed, in practice one
 * @param certificates all that it brings along, in its order
 * @param nested whether it stands in another signature, as a second one in a newer algorithm does
 */
public record Signature(
        HashAlgorithm algorithm,
        String signedHash,
        String imageHash,
        List<Signer> signers,
        List<Certificate> certificates,
        boolean nested) {

    /**
     * One who signed.
     *
     * @param certificate theirs; absent if the signature does not bring it along
     * @param issuer who issued it, known even if it is absent
     * @param verifies whether its key made this signature over this content
     * @param problem why that cannot be told, where it cannot
     * @param timestamp when it was there, if somebody said so
     */
    public record Signer(
            Optional<Certificate> certificate,
            String issuer,
            boolean verifies,
            Optional<String> problem,
            Optional<Timestamp> timestamp) {}

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
        return hashMatches() && !signers.isEmpty() && signers.stream().allMatch(Signer::verifies);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
