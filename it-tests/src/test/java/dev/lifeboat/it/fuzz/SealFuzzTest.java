package dev.lifeboat.it.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.verify.seal.SealReader;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a seal, its root right or wrong, leaves one whose files and digests are read, or complained about. */
@ExtendWith(Inputs.class)
class SealFuzzTest {
    private static final String NAME = "seal";
    private static final int DIGEST = 32;
    private static final EditedImage IMAGE = image();

    @DictionaryEntries({"Lifeboat seal 1", "chunk 1048576", "file ", "vhdx:", "vhd:", "u000a", "../", "-"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        Optional<SealReader> read = Probe.read(NAME, () -> SealReader.read(IMAGE.apply(input)));
        if (read.isEmpty()) {
            return;
        }
        SealReader seal = read.get();
        for (int file = 0; file < seal.seal().files().size(); file++) {
            int index = file;
            Probe.read(NAME, () -> {
                seal.check(index);
                return index;
            });
            long chunks = seal.seal().files().get(file).chunkCount();
            if (chunks > 0) {
                seal.digest(file, 0);
                seal.digest(file, chunks - 1);
            }
        }
        SealReader.read(ByteSource.of(NAME, again(seal)));
    }

    /** What was read, written: the same seal, but for its digests. */
    private static byte[] again(SealReader seal) {
        byte[] text = seal.seal().manifest();
        int digests = (int) (seal.seal().chunkCount() * DIGEST);
        byte[] bytes = Arrays.copyOf(text, text.length + digests + DIGEST);
        System.arraycopy(sha256(text), 0, bytes, bytes.length - DIGEST, DIGEST);
        return bytes;
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds(0).stream());
    }

    private static EditedImage image() {
        String chunks = HexFormat.of().formatHex(sha256(new byte[2 * DIGEST]));
        String empty = HexFormat.of().formatHex(sha256(new byte[0]));
        String guid = "00000000-0000-3333-0000-000000000008";
        byte[] text = ("Lifeboat seal 1\nchunk 1048576\nsealed 2026-01-31T14:03:09Z\ncomputer PC\n"
                        + "backup Backup 2026-01-31 120000\nmedia -\nfile 1048577 2026-01-31T12:00:00.250Z vhdx:8:"
                        + guid
                        + ":" + guid + " - " + chunks + " a/C.vhdx\nfile 0 2026-01-31T12:00:00Z - " + empty + " "
                        + empty
                        + " b\\u000a\\\\c\n\n")
                .getBytes(UTF_8);
        int digests = 2 * DIGEST;
        byte[] bytes = Arrays.copyOf(text, text.length + digests + DIGEST);
        System.arraycopy(sha256(text), 0, bytes, text.length + digests, DIGEST);
        return new EditedImage(
                NAME,
                bytes,
                List.of(new Place(0, text.length), new Place(text.length, digests + DIGEST)),
                List.of(new Checksum(text.length + digests, DIGEST, SealFuzzTest::setRoot)));
    }

    /** The root is that of the text as it is now, wherever that ends. */
    private static void setRoot(byte[] bytes, int at, int length) {
        int end = 0;
        while (end + 1 < at && (bytes[end] != '\n' || bytes[end + 1] != '\n')) {
            end++;
        }
        System.arraycopy(sha256(Arrays.copyOf(bytes, Math.min(at, end + 2))), 0, bytes, at, length);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
