package dev.lifeboat.formats.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Bytes that libwim compressed, and what they are. */
public final class Samples {
    /** One of them: a resource with a table of chunks. */
    public record Sample(Codec codec, int chunkSize, String file) {
        public byte[] stored() throws IOException {
            return resource(file);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    private Samples() {}

    public static List<Sample> all() {
        return List.of(
                new Sample(Codec.XPRESS, 1 << 12, "sample.xpress-4k"),
                new Sample(Codec.XPRESS, 1 << 14, "sample.xpress-16k"),
                new Sample(Codec.XPRESS, 1 << 16, "sample.xpress-64k"),
                new Sample(Codec.LZX, 1 << 15, "sample.lzx-32k"),
                new Sample(Codec.LZX, 1 << 21, "sample.lzx-2m"),
                new Sample(Codec.LZMS, 1 << 15, "sample.lzms-32k"),
                new Sample(Codec.LZMS, 1 << 17, "sample.lzms-128k"));
    }

    /** Those of one chunk, so that there is no table. */
    static List<Sample> single() {
        return all().stream().filter(sample -> sample.chunkSize >= 1 << 16).toList();
    }

    public static byte[] content() throws IOException {
        try (InputStream in = new GZIPInputStream(Samples.class.getResourceAsStream("sample.gz"))) {
            return in.readAllBytes();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
