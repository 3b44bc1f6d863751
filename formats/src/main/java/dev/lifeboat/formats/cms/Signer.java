package dev.lifeboat.formats.cms;

import java.util.Optional;

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
