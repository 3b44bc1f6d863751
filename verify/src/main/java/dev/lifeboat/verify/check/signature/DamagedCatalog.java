package dev.lifeboat.verify.check.signature;

/**
 * A catalog of an image that is damaged.
 *
 * @param path from the root of the volume
 * @param detail what is wrong; may follow the path
 */
public record DamagedCatalog(String path, String detail) {}
