package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRecordTest {
    private static final ByteSource MFT = ByteSource.of("$MFT", new byte[0]);

    /** Attributes begin at 56: $STANDARD_INFORMATION of 96 bytes, then $DATA. */
    private final RecordBuilder builder = new RecordBuilder()
            .sequence(3)
            .links(2)
            .resident(0x10, "", NtfsBytes.standardInformation(0x20))
            .resident(0x80, "", NtfsBytes.ascii("content"));

    private static final int DATA = 152;

    private FileRecord read() throws IOException {
        return read(b -> {});
    }

    /** Reads record 9 with some fields changed before its update sequence is written. */
    private FileRecord read(Consumer<ByteBuffer> change) throws IOException {
        byte[] bytes = builder.plain(9, 1024);
        change.accept(NtfsBytes.in(bytes));
        NtfsBytes.protect(bytes, 0, 1024, 48);
        return FileRecord.read(MFT, 9, bytes, 0, 1024);
    }

    @Test
    void readsTheHeader() throws IOException {
        FileRecord record = read();
        assertThat(record.number()).isEqualTo(9);
        assertThat(record.sequence()).isEqualTo(3);
        assertThat(record.linkCount()).isEqualTo(2);
        assertThat(record.inUse()).isTrue();
        assertThat(record.directory()).isFalse();
        assertThat(record.base()).isTrue();
    }

    @Test
    void readsTheFlagsOfADeletedDirectoryAndTheBaseOfAnExtension() throws IOException {
        builder.directory().unused().base(NtfsBytes.reference(30, 4));
        FileRecord record = read();
        assertThat(record.inUse()).isFalse();
        assertThat(record.directory()).isTrue();
        assertThat(record.base()).isFalse();
        assertThat(FileReference.of(record.baseReference())).isEqualTo(new FileReference(30, 4));
    }

    @Test
    void readsResidentAttributesWithTheirNames() throws IOException {
        builder.resident(0x80, "Zone.Identifier", 0x4000, NtfsBytes.ascii("zone"));
        var attribute = (Attribute.Resident) read().attributes().get(2);
        assertThat(attribute.type()).isEqualTo(0x80);
        assertThat(attribute.name()).isEqualTo("Zone.Identifier");
        assertThat(attribute.flags()).isEqualTo(0x4000);
        assertThat(attribute.id()).isEqualTo(2);
        assertThat(attribute.value().ascii(0, 4)).isEqualTo("zone");
        assertThat(attribute.value().size()).isEqualTo(4);
    }

    @Test
    void readsNonResidentAttributes() throws IOException {
        builder.nonResident(
                0x80,
                "big",
                0x8001,
                Clusters.of(20, 2, -1, 14).size(9000).valid(800).unit(4));
        var attribute = (Attribute.NonResident) read().attributes().get(2);
        assertThat(attribute.name()).isEqualTo("big");
        assertThat(attribute.lowestVcn()).isZero();
        assertThat(attribute.highestVcn()).isEqualTo(15);
        assertThat(attribute.allocatedSize()).isEqualTo(16 * 1024);
        assertThat(attribute.size()).isEqualTo(9000);
        assertThat(attribute.initializedSize()).isEqualTo(800);
        assertThat(attribute.compressionUnit()).isEqualTo(4);
    }

    /** Further pieces have no sizes; what stands there instead does not count. */
    @Test
    void takesNoSizesFromAFurtherPiece() throws IOException {
        builder.nonResident(0x80, "", Clusters.of(20, 2).from(7));
        int at = builder.offsetOf(0x80) + 32;
        var attribute = (Attribute.NonResident) read(b -> b.putLong(at + 40, -1).putLong(at + 48, -1))
                .attributes()
                .get(2);
        assertThat(attribute.lowestVcn()).isEqualTo(7);
        assertThat(attribute.highestVcn()).isEqualTo(8);
        assertThat(attribute.size()).isZero();
    }

    @Test
    void readsRecordsOf4096Bytes() throws IOException {
        byte[] bytes = builder.bytes(9, 4096);
        FileRecord record = FileRecord.read(MFT, 9, bytes, 0, 4096);
        assertThat(record.attributes()).hasSize(2);
    }

    /** NT 4 ended the header two bytes before the number of the record. */
    @Test
    void readsTheHeaderOfOldVolumes() throws IOException {
        byte[] bytes = builder.plain(9, 1024);
        ByteBuffer b = NtfsBytes.in(bytes);
        System.arraycopy(bytes, 56, bytes, 48, 900);
        b.putShort(20, (short) 48).putInt(24, b.getInt(24) - 8);
        NtfsBytes.protect(bytes, 0, 1024, 42);
        assertThat(FileRecord.read(MFT, 9, bytes, 0, 1024).attributes()).hasSize(2);
    }

    @Test
    void passesOverGarbageInTheUpperHalfOfALength() throws IOException {
        assertThat(read(b -> b.putShort(DATA + 6, (short) 0x7005)).attributes()).hasSize(2);
    }

    @Test
    void refusesARecordWithoutSignature() {
        assertThatThrownBy(() -> read(b -> b.put(0, NtfsBytes.ascii("BAAD"))))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("$MFT at 0x2400: record 9: signature is \"BAAD\", expected \"FILE\"");
    }

    @ParameterizedTest
    @CsvSource({"56, 2000", "40, 300", "57, 300", "300, 300", "65528, 300", "56, 4294967295"})
    void refusesAttributesThatDoNotFitInTheRecord(int first, long used) {
        assertThatThrownBy(() -> read(b -> b.putShort(20, (short) first).putInt(24, (int) used)))
                .hasMessage("$MFT at 0x2414: record 9: attributes from " + first + " to " + used
                        + " do not fit in 1024 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 20, 1000, 65528})
    void refusesAnAttributeThatDoesNotFitInWhatIsUsed(int length) {
        assertThatThrownBy(() -> read(b -> b.putShort(DATA + 4, (short) length)))
                .hasMessage("$MFT at 0x249c: record 9: $DATA has " + length + " bytes at 152, the record uses 192");
    }

    @Test
    void refusesAttributesWithoutAnEnd() {
        assertThatThrownBy(() -> read(b -> b.putInt(24, DATA)))
                .hasMessage("$MFT at 0x243c: record 9: $STANDARD_INFORMATION has 96 bytes at 56, the record uses 152");
    }

    @Test
    void refusesAValueThatReachesBeyondItsAttribute() {
        assertThatThrownBy(() -> read(b -> b.putInt(DATA + 16, 9)))
                .hasMessage(
                        "$MFT at 0x24a8: record 9: $DATA value of 9 bytes at 24 does not fit in the attribute's 32");
        assertThatThrownBy(() -> read(b -> b.putInt(DATA + 16, -1)))
                .hasMessage("$MFT at 0x24a8: record 9: $DATA value of 4294967295 bytes at 24 does not fit in the"
                        + " attribute's 32");
    }

    @Test
    void refusesANameThatReachesBeyondItsAttribute() {
        assertThatThrownBy(() -> read(b -> b.put(DATA + 9, (byte) 5)))
                .hasMessage("$MFT at 0x24a2: record 9: $DATA name reaches beyond the attribute");
    }

    @Test
    void refusesAFormThatThereIsNot() {
        assertThatThrownBy(() -> read(b -> b.put(DATA + 8, (byte) 2)))
                .hasMessage("$MFT at 0x24a0: record 9: $DATA form is 2, expected 0 or 1");
    }

    @Test
    void refusesRunsThatBeginOutsideTheirAttribute() {
        builder.remove(0x80).nonResident(0x80, "", Clusters.of(20, 2));
        assertThatThrownBy(() -> read(b -> b.putShort(DATA + 32, (short) 73)))
                .hasMessage("$MFT at 0x24b8: record 9: $DATA runs at 73 of an attribute of 72 bytes");
        assertThatThrownBy(() -> read(b -> b.putShort(DATA + 32, (short) 63)))
                .hasMessage("$MFT at 0x24b8: record 9: $DATA runs at 63 of an attribute of 72 bytes");
    }

    @Test
    void refusesAHighestVcnBelowTheLowest() {
        builder.remove(0x80).nonResident(0x80, "", Clusters.of(20, 2).from(7).highest(5));
        assertThatThrownBy(this::read)
                .hasMessage("$MFT at 0x24b0: record 9: $DATA highest VCN is 5, below the lowest, 7");
    }

    @Test
    void acceptsAValueOfNoClusters() throws IOException {
        builder.remove(0x80).nonResident(0x80, "", Clusters.of());
        var attribute = (Attribute.NonResident) read().attributes().get(1);
        assertThat(attribute.highestVcn()).isEqualTo(-1);
    }

    @Test
    void refusesALowestVcnThatNoVolumeHas() {
        builder.remove(0x80).nonResident(0x80, "", Clusters.of(20, 2));
        assertThatThrownBy(() -> read(b -> b.putLong(DATA + 16, -1)))
                .hasMessage("$MFT at 0x24a8: record 9: lowest VCN is 0xffffffffffffffff, beyond any real size");
    }

    @ParameterizedTest
    @CsvSource({"2048, 2049, 5", "2048, 1000, 1001"})
    void refusesSizesThatContradictEachOther(long allocated, long size, long valid) {
        builder.remove(0x80)
                .nonResident(
                        0x80,
                        "",
                        Clusters.of(20, 2).allocated(allocated).size(size).valid(valid));
        assertThatThrownBy(this::read)
                .hasMessage("$MFT at 0x24c0: record 9: $DATA has " + size + " bytes of which " + valid
                        + " are initialized, in " + allocated + " allocated");
    }

    @Test
    void anyBytesGiveARecordOrAnImageException() {
        builder.nonResident(0x80, "big", Clusters.of(20, 2)).resident(0x30, "", NtfsBytes.fileName(5, "name.txt"));
        var random = new SplittableRandom(42);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            try {
                read(b -> {
                    b.put(4 + random.nextInt(500), (byte) random.nextInt());
                    b.put(20 + random.nextInt(200), (byte) random.nextInt());
                });
                read++;
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("$MFT at 0x2").hasMessageContaining(": record 9: ");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(read).isBetween(500, 4_500);
    }
}
