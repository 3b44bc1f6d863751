package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.bcd.BcdDevice;
import dev.lifeboat.formats.bcd.BcdElement;
import dev.lifeboat.formats.bcd.BcdListing;
import dev.lifeboat.formats.bcd.BcdObject;
import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.bcd.BcdValue;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BCD stores, element by element, against what a program on hivex read. */
@ExtendWith(Corpus.class)
class CorpusBcdTest {
    private static final Pattern OBJECT = Pattern.compile("OBJECT (\\{.*}) type 0x(.*)");
    private static final Pattern ELEMENT =
            Pattern.compile(" +([0-9a-f]{8}) regtype=(\\d+) len=(\\d+) hex=([0-9a-f]*)(?:  (int|bool|str|list)=(.*))?");

    static List<Corpus.Entry> stores() {
        return Corpus.ofKind("bcd");
    }

    private static BcdStore open(Corpus.Entry entry) throws IOException {
        Hive hive = Hive.read(ByteSource.of(entry.name(), Files.readAllBytes(Corpus.unpack(entry))));
        assertThat(BcdStore.isStore(hive)).isTrue();
        return BcdStore.read(hive);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stores")
    void everyElement(Corpus.Entry entry) throws IOException {
        List<String> ours = new ArrayList<>();
        BcdStore store = open(entry);
        assertThat(store.problems()).isEmpty();
        for (BcdObject object : store.objects()) {
            assertThat(object.problems()).isEmpty();
            ours.add(String.format("%s %08x", object.id(), object.type().code()));
            for (BcdElement element : object.elements()) {
                assertThat(element.problem()).as(element.toString()).isEmpty();
                ours.add(element.type().hex() + " " + shown(element.value()));
            }
        }
        List<String> lines = Files.readAllLines(entry.beside(".oracle.txt"));
        assertThat(ours)
                .containsExactlyElementsOf(
                        lines.stream().flatMap(line -> expected(line).stream()).toList());
    }

    private static Optional<String> expected(String line) {
        Matcher object = OBJECT.matcher(line);
        if (object.matches()) {
            return Optional.of(object.group(1) + " " + object.group(2));
        }
        Matcher element = ELEMENT.matcher(line);
        if (!element.matches()) {
            return Optional.empty();
        }
        byte[] bytes = HexFormat.of().parseHex(element.group(4));
        String value =
                switch (element.group(1).charAt(1)) {
                    case '1' -> "device";
                    case '7' -> "[" + Long.reverseBytes(Long.parseUnsignedLong(element.group(4), 16)) + "]";
                    case '6' -> bytes[0] == 1 ? "true" : "false";
                    case '5' -> element.group(6);
                    default -> new String(bytes, UTF_16LE)
                            .replaceFirst("\0+$", "")
                            .replaceFirst(element.group(1).charAt(1) == '4' ? "^$" : "\0.*", "");
                };
        return Optional.of(element.group(1) + " " + value);
    }

    private static String shown(BcdValue value) {
        if (value instanceof BcdValue.OfDevice) {
            return "device";
        } else if (value instanceof BcdValue.OfString string) {
            return string.text();
        } else if (value instanceof BcdValue.OfObject object) {
            return object.id();
        } else if (value instanceof BcdValue.OfObjectList list) {
            return String.join("\0", list.ids());
        } else if (value instanceof BcdValue.OfInteger integer) {
            return Long.toUnsignedString(integer.number());
        } else if (value instanceof BcdValue.OfBoolean flag) {
            return String.valueOf(flag.yes());
        } else if (value instanceof BcdValue.OfIntegerList list) {
            return list.numbers().toString();
        }
        return value.toString();
    }

    /** Bytes that stand in the oracle, put in the order of a GUID by hand. */
    @Test
    void devicesOfAPcWithGpt() throws IOException {
        BcdStore store = open(Corpus.entry("mkorman90+regipy/regipy_BCD"));
        assertThat(store.object("{733b62e5-f608-11eb-825c-c112f60133ab}")
                        .orElseThrow()
                        .value(0x21000001L))
                .contains(new BcdValue.OfDevice(
                        new BcdDevice.GptPartition(
                                UUID.fromString("8e0f2c38-e4ea-47ba-b7fc-9d8c74dccf0b"),
                                UUID.fromString("0b2394a9-095e-487d-8d48-719ecd4d78ca")),
                        Optional.empty()));
    }

    @Test
    void devicesOfAPcWithMbr() throws IOException {
        BcdStore store = open(Corpus.entry("umjammer+vavi-nio-file-discutils/vavi_win10.bcd"));
        BcdObject loader =
                store.object("{1c0871d4-744b-11eb-bf4c-f28a301a9209}").orElseThrow();
        assertThat(loader.value(0x11000001L))
                .contains(new BcdValue.OfDevice(
                        new BcdDevice.RamDisk(
                                new BcdDevice.MbrPartition(0x09c8_3000_00L, 0x4bd0_00d0L),
                                "\\Recovery\\WindowsRE\\Winre.wim"),
                        Optional.of("{1c0871d5-744b-11eb-bf4c-f28a301a9209}")));
    }

    @Test
    void diskInAFileThatIsLocated() throws IOException {
        BcdStore store = open(Corpus.entry("a1ive+ntloader/ntloader_bcdvhd"));
        BcdObject loader =
                store.object("{19260817-6666-8888-abcd-000000000000}").orElseThrow();
        BcdDevice.Locate locate = (BcdDevice.Locate)
                ((BcdValue.OfDevice) loader.value(0x21000001L).orElseThrow()).device();
        assertThat(locate.element().orElseThrow().name(loader.type())).isEqualTo("systemroot");
        BcdDevice.File file =
                (BcdDevice.File) ((BcdDevice.VirtualDisk) locate.in().orElseThrow()).file();
        // Its maker left a mark of single bytes where a program puts the path.
        assertThat(file.path()).isEqualTo(new String("\\PATH_SIGN".getBytes(US_ASCII), UTF_16LE));
        assertThat(file.on()).isInstanceOf(BcdDevice.GptPartition.class);
    }

    @Test
    void listing() throws IOException {
        List<String> lines = new ArrayList<>();
        BcdStore store = open(Corpus.entry("EricZimmerman+Registry/EricZimmerman_BCD"));
        for (BcdListing.Entry entry : new BcdListing(store, device -> Optional.empty()).entries()) {
            lines.add(entry.title() + " " + entry.alias().orElse(entry.id()));
            for (BcdListing.Line line : entry.lines()) {
                lines.add(line.name() + " " + line.values().stream().collect(Collectors.joining(" ")));
            }
        }
        assertThat(lines)
                .startsWith("Windows Boot Manager {bootmgr}")
                .contains(
                        "timeout 30",
                        "default {7619dcc9-fafe-11d9-b411-000476eba25f}",
                        "displayorder {default}",
                        "toolsdisplayorder {memdiag}",
                        "Windows Boot Loader {default}",
                        "device ramdisk=[boot]\\sources\\boot.wim,{7619dcc8-fafe-11d9-b411-000476eba25f}",
                        "bootmenupolicy Standard",
                        "winpe Yes",
                        "ramdisksdidevice boot",
                        "EMS Settings {emssettings}",
                        "inherit {globalsettings} {hypervisorsettings}");
    }
}
