package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What few files have, and few programs ask for.
 *
 * @param changed when anything of the file was last changed, its name and rights too
 * @param reparse what stands in the file's place, if anything does
 * @param extendedAttributes what programs noted beside the data
 * @param objectId by what shortcuts find the file after it was moved
 * @param caseSensitive of a directory: whether names in it that differ in case are different
 * @param loggedStreams what other parts of Windows keep with it, such as {@code $EFS}
 */
public record FileExtras(
        Optional<Instant> changed,
        Optional<Reparse> reparse,
        List<ExtendedAttribute> extendedAttributes,
        Optional<UUID> objectId,
        boolean caseSensitive,
        List<String> loggedStreams) {
    /** Of file systems that keep none of it. */
    public static final FileExtras NONE =
            new FileExtras(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false, List.of());

    /**
     * A reparse point.
     *
     * @param tag the driver of Windows that it belongs to
     * @param name of the tag, without IO_REPARSE_TAG_; empty if it is not known
     * @param owner of a tag that is not Microsoft's
     * @param properties what the driver keeps, as far as it is understood: {@code substitute}, {@code print} and
     *     {@code relative} of a symbolic link; {@code package}, {@code entryPoint} and {@code executable} of an app execution
     *     alias; {@code content} of a file in a cloud: {@code here} or {@code online-only}
     */
    public record Reparse(int tag, String name, Optional<UUID> owner, Map<String, String> properties) {}

    /**
     * An extended attribute.
     *
     * @param name in ASCII
     * @param value at most 65535 bytes
     */
    public record ExtendedAttribute(String name, ByteSource value) {}
}
