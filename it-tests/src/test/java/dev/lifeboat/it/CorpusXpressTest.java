package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.compress.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** XPRESS with Huffman codes, compressed on Windows by both of its ways, from the tests of Samba. */
@ExtendWith(Corpus.class)
class CorpusXpressTest {
    private static final String VECTORS = "samba-team+samba/ms-xca-huffman-dev.tar.gz";
    private static final int BLOCK = 512;
    /** Larger ones are several chunks, one behind the other, which neither WIM nor WOF has. */
    private static final int LARGEST = 1 << 16;

    @Test
    void expandsWhatWindowsCompressed() throws IOException, DataFormatException {
        Map<String, byte[]> files = untar(Corpus.bytes(VECTORS));
        List<String> differences = new ArrayList<>();
        int vectors = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().endsWith(".lzhuff")) {
                continue;
            }
            String name = file.getKey().replaceFirst(".*/", "").replaceFirst("\\.lzhuff$", "");
            byte[] content = files.get("decompressed/" + name + ".decomp");
            int size = content.length;
            if (size > LARGEST) {
                continue;
            }
            byte[] target = new byte[size];
            byte[] stored = file.getValue();
            Codec.XPRESS.decompressor(LARGEST).decompress(stored, 0, stored.length, target, 0, size);
            for (int i = 0; i < size; i++) {
                if (target[i] != content[i]) {
                    differences.add(file.getKey() + " at " + i);
                    break;
                }
            }
            vectors++;
        }
        assertThat(differences).isEmpty();
        assertThat(vectors).isEqualTo(24);
    }

    /** Names and sizes as in POSIX: 100 characters of name, size in octal at 124. */
    private static Map<String, byte[]> untar(byte[] tar) {
        Map<String, byte[]> files = new TreeMap<>();
        int at = 0;
        while (at + BLOCK <= tar.length && tar[at] != 0) {
            String name = new String(tar, at, 100, StandardCharsets.US_ASCII).replaceFirst("\0.*", "");
            String size = new String(tar, at + 124, 11, StandardCharsets.US_ASCII).strip();
            byte[] bytes = new byte[Integer.parseInt(size, 8)];
            System.arraycopy(tar, at + BLOCK, bytes, 0, bytes.length);
            files.put(name.replaceFirst("^\\./", ""), bytes);
            at += BLOCK + (bytes.length + BLOCK - 1) / BLOCK * BLOCK;
        }
        return files;
    }
}
