package dev.lifeboat.mount.nbd;

import dev.lifeboat.formats.source.ByteSource;

/**
 * What a client can connect to.
 *
 * @param name under which it does
 * @param description for a person; may hold text from the image
 * @param source the bytes
 */
public record NbdExport(String name, String description, ByteSource source) {}
