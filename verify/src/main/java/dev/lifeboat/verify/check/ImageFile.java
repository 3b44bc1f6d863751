package dev.lifeboat.verify.check;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.file.Path;

/**
 * An image file as it lies on the host, the subject of the checks on containers.
 *
 * @param path where it is
 * @param bytes the file's own bytes, not those of the virtual disk
 */
public record ImageFile(Path path, ByteSource bytes) {}
