package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.compress.ChunkedSource;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Decides how a stream is opened, so that a program on Windows would read the same: as it is stored, expanded, or not at all. */
final class ContentOpener {
    private static final int LZNT1 = 1;

    private final NtfsFile file;
    private final ValueReader values;

    ContentOpener(NtfsFile file, ValueReader values) {
        this.file = file;
        this.values = values;
    }

    /** As {@link NtfsFile#open}. */
    ByteSource open(String stream, String name) throws IOException {
        List<Attribute> pieces = file.pieces(AttributeType.DATA, stream);
        if (pieces.isEmpty()) {
            throw file.record().corrupt("has no stream '" + stream + "'");
        }
        StreamInfo info = StreamInfo.of(pieces.get(0));
        Optional<Struct> reparse = stream.isEmpty() ? file.reparseValue() : Optional.empty();
        if (reparse.isPresent()) {
            ReparsePoint point = ReparsePoint.read(reparse.get());
            if (point.tag() == ReparsePoint.WOF) {
                return expanded(WofInfo.read(reparse.get(), name), info, name);
            }
            refuseForeignContent(point, info, name);
        }
        return own(pieces, info, name);
    }

    /** The main stream has the size, and nothing but a hole; the content is in another. */
    private ByteSource expanded(WofInfo wof, StreamInfo main, String name) throws IOException {
        ByteSource stored = open(WofInfo.STREAM, name + ":" + WofInfo.STREAM);
        return ChunkedSource.open(name, stored, wof.codec(), wof.chunkSize(), main.size());
    }

    private ByteSource own(List<Attribute> pieces, StreamInfo info, String name) throws IOException {
        if (info.encrypted()) {
            throw new UnsupportedImageException(
                    name, "is encrypted with EFS; only its owner's certificate, on Windows, can open it");
        }
        if (!info.compressed() || info.resident()) {
            return values.value(file.record(), pieces, name);
        }
        int method = pieces.get(0).flags() & Attribute.COMPRESSION_MASK;
        if (method != LZNT1) {
            throw new UnsupportedImageException(
                    name, "is compressed by NTFS with method " + method + ", which is not known; 1 is LZNT1");
        }
        return values.compressed(file.record(), pieces, name);
    }

    private void refuseForeignContent(ReparsePoint point, StreamInfo info, String name) throws IOException {
        if (point.tag() == ReparsePoint.DEDUP) {
            throw new UnsupportedImageException(
                    name, "is deduplicated; its content lies in the volume's chunk store, which is not supported");
        }
        if (point.cloud() && isPlaceholder(info)) {
            throw new UnsupportedImageException(name, "is online-only: the image has its name, the cloud its content");
        }
        if (!point.ownData() && info.size() > 0) {
            throw new UnsupportedImageException(
                    name,
                    "belongs to a driver of Windows that makes its content (reparse tag "
                            + ReparseTag.describe(point.tag()) + ")");
        }
    }

    boolean isPlaceholder(StreamInfo info) throws CorruptImageException {
        int bits = file.information().fileAttributes();
        boolean recalled =
                (bits & (StandardInformation.RECALL_ON_DATA_ACCESS | StandardInformation.RECALL_ON_OPEN)) != 0;
        // Without the flags it may be a file of nothing but holes; but zeros in place of what is elsewhere are worse.
        return info.size() > 0 && (recalled || (!info.resident() && info.storedSize() == 0));
    }
}
