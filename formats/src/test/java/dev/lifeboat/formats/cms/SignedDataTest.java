package dev.lifeboat.formats.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Structures that no parser should see. */
class SignedDataTest {
    private static final byte[] SIGNED_DATA = HexFormat.of().parseHex("06092a864886f70d010702");
    private static final byte[] DATA = HexFormat.of().parseHex("06092a864886f70d010701");
    private static final byte[] VERSION = {2, 1, 1};

    private static byte[] structure(byte[] algorithms, byte[] content, byte[] signers) {
        byte[] encapsulated = Der.wrap(0x30, DATA, Der.wrap(0xa0, content));
        return Der.wrap(0x30, SIGNED_DATA, Der.wrap(0xa0, Der.wrap(0x30, VERSION, algorithms, encapsulated, signers)));
    }

    private static SignedData read(byte[] bytes) throws ImageException {
        return SignedData.read(Struct.of(ByteSource.of("x.cat", bytes), 0, bytes, "catalog"), 1000);
    }

    /** Null is 05 00. */
    private static byte[] nulls(int count) {
        byte[] nulls = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            nulls[2 * i] = 5;
        }
        return nulls;
    }

    private static byte[] nested(int depth) {
        byte[] element = {5, 0};
        for (int i = 0; i < depth; i++) {
            element = Der.wrap(0x30, element);
        }
        return element;
    }

    @Test
    void fewElements() throws ImageException {
        byte[] none = Der.wrap(0x31);
        assertThat(read(structure(none, Der.wrap(0x30, nulls(900)), none)).signers())
                .isEmpty();
    }

    @Test
    void manyElementsInTheContentOrBesideIt() {
        byte[] none = Der.wrap(0x31);
        byte[] empty = Der.wrap(0x30);
        for (byte[] hostile : Arrays.asList(
                structure(none, Der.wrap(0x30, nulls(1100)), none),
                structure(Der.wrap(0x31, nulls(200_000)), empty, none),
                structure(none, empty, Der.wrap(0x31, nulls(200_000))),
                structure(none, empty, Der.wrap(0x04, new byte[5 << 20])),
                structure(none, nested(80), none),
                structure(nested(80), empty, none))) {
            assertThatThrownBy(() -> read(hostile))
                    .isInstanceOf(UnsupportedImageException.class)
                    .hasMessageEndingWith("not supported");
        }
    }
}
