package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.cms.Trust;

/**
 * A catalog of an image that is not Microsoft's, or was.
 *
 * @param path from the root of the volume
 * @param damaged whether it cannot be read, or is not what its signer signed
 * @param detail what is wrong; may follow the path
 */
public record JudgedCatalog(String path, boolean damaged, String detail) {
    static JudgedCatalog of(String path, Trust trust) {
        boolean broken = trust.state() == Trust.State.BROKEN;
        return new JudgedCatalog(
                path,
                broken,
                broken
                        ? "is not what '" + trust.signer() + "' signed"
                        : "is signed by '" + trust.signer() + "', who " + trust.detail());
    }
}
