package dev.lifeboat.it.fuzz;

import dev.lifeboat.formats.bcd.BcdListing;
import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A small hive that is a BCD store too, and what is asked of one. */
final class Hives {
    static final String NAME = "BCD";
    static final int BINS = 8192;

    private static final String LOADER = "{7619dcc9-fafe-11d9-b411-000476eba25f}";
    private static final String BOOT = "05000000" + "00000000" + "48000000" + "00".repeat(60);
    private static final String RAM_DISK = "c8dc1976fefad911b411000476eba25f" + "00000000" + "01000000" + "a0000000"
            + "00000000" + "03000000" + "00".repeat(20) + "01000000" + "78000000" + "05000000" + BOOT
            + "5c0073006f0075007200630065007300" + "5c0062006f006f0074002e00770069006d000000";
    private static final String PARTITION = "00".repeat(16) + "06000000" + "00000000" + "48000000" + "00000000"
            + "00112233445566778899aabbccddeeff" + "00000000" + "00000000" + "0123456789abcdef0123456789abcdef"
            + "00".repeat(16);

    private Hives() {}

    private static TestKey element(String type, String hex) {
        return new TestKey(type).value("Element", 3, HexFormat.of().parseHex(hex));
    }

    /** A store whose manager has a title of one's own. */
    static byte[] store(String title) {
        TestKey manager = new TestKey("{9DEA862C-5CDD-4E70-ACC1-F32B344D4795}")
                .with(
                        new TestKey("Description").value("Type", 4, (byte) 2, (byte) 0, (byte) 0x10, (byte) 0x10),
                        new TestKey("Elements")
                                .with(
                                        new TestKey("12000004").text("Element", 1, title + "\0"),
                                        new TestKey("23000003").text("Element", 1, LOADER + "\0"),
                                        new TestKey("24000001").text("Element", 7, LOADER + "\0\0"),
                                        element("25000004", "1e00000000000000")));
        TestKey loader = new TestKey(LOADER)
                .with(
                        new TestKey("Description").value("Type", 4, (byte) 3, (byte) 0, (byte) 0x20, (byte) 0x10),
                        new TestKey("Elements")
                                .with(
                                        element("11000001", RAM_DISK),
                                        element("21000001", PARTITION),
                                        element("26000022", "01")));
        return HiveBytes.of(
                new TestKey("NewStoreRoot")
                        .with(
                                new TestKey("Description").text("KeyName", 1, "BCD00000001\0"),
                                new TestKey("Objects").with(manager, loader)),
                BINS);
    }

    /** Asks for everything: each key and value, twice by different ways, and what the boot manager makes of them. */
    static void look(Hive hive, String name) throws IOException {
        Probe.read(name, () -> {
            hive.walk(key -> key(key, name));
            return true;
        });
        Probe.read(name, () -> hive.find("Objects\\" + LOADER + "\\Elements"));
        Probe.read(name, () -> BcdStore.isStore(hive));
        Optional<BcdStore> store = Probe.read(name, () -> BcdStore.read(hive));
        store.ifPresent(known -> new BcdListing(known, device -> Optional.empty()).entries());
    }

    private static void key(RegistryKey key, String name) throws IOException {
        Probe.read(name, key::path);
        Probe.read(name, key::lastWritten);
        Probe.read(name, key::className);
        Probe.read(name, key::securityDescriptor);
        Probe.read(name, key::subkeys);
        Optional<List<RegistryValue>> values = Probe.read(name, key::values);
        if (values.isPresent()) {
            for (RegistryValue value : values.get()) {
                Probe.read(name, value::data);
                Probe.read(name, value::text);
                Probe.read(name, value::texts);
                Probe.read(name, value::number);
                Probe.read(name, () -> key.value(value.name()));
            }
        }
    }
}
