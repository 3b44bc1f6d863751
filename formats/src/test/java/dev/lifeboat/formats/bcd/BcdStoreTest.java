package dev.lifeboat.formats.bcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link BcdStore} on stores built here; the bytes of devices are those that Windows' media have. */
class BcdStoreTest {
    private static final String LOADER = "{7619dcc9-fafe-11d9-b411-000476eba25f}";
    private static final String OPTIONS = "{7619dcc8-fafe-11d9-b411-000476eba25f}";
    private static final String BOOT = "05000000" + "00000000" + "48000000" + "00".repeat(60);
    private static final String RAMDISK = "c8dc1976fefad911b411000476eba25f"
            + "00000000" + "01000000" + "a0000000" + "00000000" + "03000000" + "00".repeat(20)
            + "01000000" + "78000000" + "05000000" + BOOT
            + "5c0073006f0075007200630065007300" + "5c0062006f006f0074002e00770069006d000000";

    private static TestKey element(String type, int valueType, String hex) {
        return new TestKey(type).value("Element", valueType, HexFormat.of().parseHex(hex));
    }

    private static TestKey text(String type, int valueType, String text) {
        return new TestKey(type).text("Element", valueType, text);
    }

    private static TestKey object(String id, long type, TestKey... elements) {
        byte[] code = {(byte) type, (byte) (type >> 8), (byte) (type >> 16), (byte) (type >> 24)};
        return new TestKey(id)
                .with(new TestKey("Description").value("Type", 4, code), new TestKey("Elements").with(elements));
    }

    private static byte[] store(TestKey... objects) {
        return HiveBytes.of(new TestKey("NewStoreRoot")
                .with(
                        new TestKey("Description").text("KeyName", 1, "BCD00000001\0"),
                        new TestKey("Objects").with(objects)));
    }

    private static BcdStore read(byte[] bytes) throws IOException {
        return BcdStore.read(Hive.read(ByteSource.of("BCD", bytes)));
    }

    private static BcdElement loaderElement(TestKey element) throws IOException {
        return read(store(object(LOADER, 0x10200003, element)))
                .objects()
                .get(0)
                .elements()
                .get(0);
    }

    private static BcdValue device(String hex) throws IOException {
        BcdElement element = loaderElement(element("21000001", 3, hex));
        assertThat(element.problem()).isEmpty();
        return element.value();
    }

    @Test
    void bootDevice() throws IOException {
        assertThat(device("00".repeat(16) + BOOT))
                .isEqualTo(new BcdValue.OfDevice(new BcdDevice.Boot(), Optional.empty()));
    }

    @Test
    void ramDisk() throws IOException {
        assertThat(RAMDISK).hasSize(2 * 176);
        assertThat(device(RAMDISK))
                .isEqualTo(new BcdValue.OfDevice(
                        new BcdDevice.RamDisk(new BcdDevice.Boot(), "\\sources\\boot.wim"), Optional.of(OPTIONS)));
    }

    @Test
    void partitions() throws IOException {
        String head = "00".repeat(16) + "06000000" + "00000000" + "48000000" + "00000000";
        assertThat(device(head + "00112233445566778899aabbccddeeff" + "00000000" + "00000000"
                        + "0123456789abcdef0123456789abcdef" + "00".repeat(16)))
                .isEqualTo(new BcdValue.OfDevice(
                        new BcdDevice.GptPartition(
                                UUID.fromString("33221100-5544-7766-8899-aabbccddeeff"),
                                UUID.fromString("67452301-ab89-efcd-0123-456789abcdef")),
                        Optional.empty()));
        assertThat(device(head + "0000100000000000" + "00".repeat(8) + "00000000" + "01000000" + "44332211"
                        + "00".repeat(28)))
                .isEqualTo(new BcdValue.OfDevice(new BcdDevice.MbrPartition(1 << 20, 0x11223344L), Optional.empty()));
    }

    @Test
    void unknownDeviceKeepsItsBytes() throws IOException {
        BcdValue.OfDevice value = (BcdValue.OfDevice)
                device("00".repeat(16) + "04000000" + "00000000" + "14000000" + "00000000" + "01020304");
        assertThat(((BcdDevice.Unknown) value.device()).type()).isEqualTo(4);
        assertThat(((BcdDevice.Unknown) value.device()).hex()).endsWith("01020304");
    }

    @Test
    void aBadElementIsListedWithItsProblem() throws IOException {
        List<BcdElement> elements = read(store(object(
                        LOADER,
                        0x10200003,
                        element("11000001", 3, "0102"),
                        element("12000002", 3, "0102"),
                        text("23000003", 1, "{no-guid}\0"),
                        element("25000020", 3, "01".repeat(9)),
                        new TestKey("26000022"),
                        element("2f000001", 3, "07"),
                        element("16000060", 3, "01"))))
                .objects()
                .get(0)
                .elements();
        assertThat(elements)
                .extracting(element ->
                        element.type().hex() + ": " + element.problem().orElse(""))
                .containsExactly(
                        "11000001: device: GUID of 16 bytes lies outside the structure's 2 bytes",
                        "12000002: is stored as REG_BINARY, expected REG_SZ",
                        "23000003: '{no-guid}' is no identifier of an object",
                        "25000020: a number of 9 bytes, expected 1 to 8",
                        "26000022: has no value",
                        "2f000001: has a form that is not known",
                        "16000060: ");
        assertThat(elements.get(1).value()).isEqualTo(new BcdValue.Raw("0102"));
    }

    @Test
    void numbersAreAsLongAsTheirWriterLiked() throws IOException {
        assertThat(loaderElement(element("25000004", 3, "1e")).value()).isEqualTo(new BcdValue.OfInteger(30));
        assertThat(loaderElement(element("15000014", 3, "00c201")).value()).isEqualTo(new BcdValue.OfInteger(115200));
        assertThat(loaderElement(element("25000020", 3, "ffffffffffffffff")).value())
                .isEqualTo(new BcdValue.OfInteger(-1));
        assertThat(loaderElement(element("17000077", 3, "7500001500000000")).value())
                .isEqualTo(new BcdValue.OfIntegerList(List.of(0x15000075L)));
    }

    /** The same number means something else to each application. */
    @Test
    void namesDependOnTheApplication() {
        ElementType type = new ElementType(0x26000004);
        assertThat(type.name(new ObjectType(0x10200003))).isEqualTo("stampdisks");
        assertThat(type.name(new ObjectType(0x20200004))).isEqualTo("pae");
        assertThat(type.name(new ObjectType(0x10200005))).isEqualTo("failuresenabled");
        assertThat(type.name(new ObjectType(0x10100002))).isEqualTo("custom:26000004");
        assertThat(new ElementType(0x31000003).name(new ObjectType(0x30000000))).isEqualTo("ramdisksdidevice");
    }

    @Test
    void listingHasNamesAndWords() throws IOException {
        BcdStore store = read(store(
                object(LOADER, 0x10200003, element("11000001", 3, RAMDISK), element("250000C2", 3, "01")),
                object(
                        "{9DEA862C-5CDD-4E70-ACC1-F32B344D4795}",
                        0x10100002,
                        text("23000003", 1, LOADER + "\0"),
                        text("24000001", 7, LOADER + "\0" + OPTIONS + "\0\0"))));
        List<BcdListing.Entry> entries = new BcdListing(store, device -> Optional.empty()).entries();
        assertThat(entries)
                .extracting(BcdListing.Entry::title)
                .containsExactly("Windows Boot Manager", "Windows Boot Loader");
        assertThat(entries.get(0).alias()).contains("{bootmgr}");
        assertThat(entries.get(0).lines().get(0).values()).containsExactly(LOADER);
        assertThat(entries.get(0).lines().get(1).values()).containsExactly("{default}", OPTIONS);
        assertThat(entries.get(1).lines().get(0).values())
                .containsExactly("ramdisk=[boot]\\sources\\boot.wim," + OPTIONS);
        assertThat(entries.get(1).lines().get(1).values()).containsExactly("Standard");
    }

    @Test
    void anyBytesOfADeviceGiveAnElement() throws IOException {
        var random = new SplittableRandom(7);
        byte[] sound = HexFormat.of().parseHex(RAMDISK);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = sound.clone();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(12);
            }
            BcdElement element =
                    loaderElement(element("11000001", 3, HexFormat.of().formatHex(bytes)));
            assertThat(element.value() instanceof BcdValue.Raw)
                    .isEqualTo(element.problem().isPresent());
        }
    }
}
