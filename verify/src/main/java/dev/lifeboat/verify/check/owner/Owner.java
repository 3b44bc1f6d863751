package dev.lifeboat.verify.check.owner;

/**
 * What some bytes of an image belong to.
 *
 * @param kind what damage to them means
 * @param where for the place of a finding: {@code C.vhdx/partition 1/Users/me/a.txt (MFT record 105)}
 * @param name short, for a list: {@code /Users/me/a.txt}, {@code the registry hive SOFTWARE}
 * @param bytes how many of the bytes asked for are its own
 */
public record Owner(OwnerKind kind, String where, String name, long bytes) {}
