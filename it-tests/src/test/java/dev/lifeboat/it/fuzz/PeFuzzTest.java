package dev.lifeboat.it.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.PeImage;
import dev.lifeboat.formats.pe.Resource;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a program leaves one whose headers, resources and signatures are read, or complained about. */
@ExtendWith(Inputs.class)
class PeFuzzTest {
    private static final String NAME = "x.efi";
    private static final List<EditedImage> IMAGES = List.of(image(true), image(false));

    @DictionaryEntries({"MZ", "PE\u0000\u0000", "\u000b\u0001", "\u000b\u0002", "0\u0080", "0\u0082", "\u0006\u0009"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % IMAGES.size();
        ByteSource file = IMAGES.get(number).apply(input);
        Probe.read(NAME, () -> PeFile.isLikely(file));
        Optional<PeFile> read = Probe.read(NAME, () -> PeFile.read(file));
        if (read.isEmpty()) {
            return;
        }
        PeFile pe = read.get();
        Probe.read(NAME, pe::computeChecksum);
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            Probe.read(NAME, () -> pe.imageHash(algorithm));
        }
        Probe.read(NAME, pe::version);
        Probe.read(NAME, pe::imports);
        Probe.read(NAME, pe::signatures);
        Optional<List<Resource>> resources = Probe.read(NAME, pe::resources);
        if (resources.isPresent()) {
            for (Resource resource : resources.get()) {
                Optional<ByteSource> content = Probe.read(NAME, () -> pe.open(resource));
                if (content.isPresent()) {
                    Probe.source(NAME, content.get());
                }
            }
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, IMAGES.size()).boxed().flatMap(i -> IMAGES.get(i).seeds(i).stream()));
    }

    private static EditedImage image(boolean plus) {
        byte[] texts = PeImage.versionBlock(
                "StringFileInfo",
                new byte[0],
                PeImage.versionBlock(
                        "040904b0",
                        new byte[0],
                        PeImage.versionBlock("FileVersion", "1.2\0".getBytes(StandardCharsets.UTF_16LE))));
        byte[] fixed = new byte[52];
        System.arraycopy(HexFormat.of().parseHex("bd04effe00000100"), 0, fixed, 0, 8);
        byte[] version = PeImage.versionBlock("VS_VERSION_INFO", fixed, texts);
        PeImage pe = new PeImage(plus)
                .resource(Resource.VERSION, "#1", version)
                .imports("ntoskrnl.exe", "HAL.dll")
                .certificate(signedData());
        List<Place> places = new ArrayList<>(List.of(
                new Place(60, 4),
                new Place(PeImage.PE_AT, 24),
                new Place(PeImage.PE_AT + 24, 112),
                new Place(pe.directory(0), 128),
                new Place(pe.sectionHeader(0), 40),
                new Place(pe.sectionHeader(1), 40),
                new Place(PeImage.IMPORTS_AT, 80),
                new Place(PeImage.RSRC_AT, 96),
                new Place(PeImage.RSRC_AT + 200, 16),
                new Place(PeImage.RSRC_AT + 256, version.length),
                new Place(PeImage.SIZE, pe.bytes.length - PeImage.SIZE)));
        return new EditedImage(NAME, pe.bytes, places, List.of());
    }

    /** SignedData of version 1, with SHA-256, SPC_INDIRECT_DATA, no certificates and no signers. */
    private static byte[] signedData() {
        String sha256 = "300d" + "0609608648016503040201" + "0500";
        String digest = "3031" + sha256 + "0420" + "00".repeat(32);
        String data = "3017" + "060a2b06010401823702010f" + "3009" + "030100" + "a004a2028000";
        String indirect = sequence(data + digest);
        String content = sequence("060a2b060104018237020104" + tagged("a0", indirect));
        String signed = sequence("020101" + tagged("31", sha256) + content + "3100");
        return HexFormat.of().parseHex(sequence("06092a864886f70d010702" + tagged("a0", signed)));
    }

    private static String sequence(String hex) {
        return tagged("30", hex);
    }

    private static String tagged(String tag, String hex) {
        int length = hex.length() / 2;
        return tag + (length < 128 ? String.format("%02x", length) : String.format("81%02x", length)) + hex;
    }
}
