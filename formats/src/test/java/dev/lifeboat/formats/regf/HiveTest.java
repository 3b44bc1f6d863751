package dev.lifeboat.formats.regf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link Hive} on hives built here. */
class HiveTest {
    private static Hive read(byte[] bytes) throws IOException {
        return Hive.read(ByteSource.of("SYSTEM", bytes));
    }

    private static List<String> walk(Hive hive) throws IOException {
        List<String> paths = new ArrayList<>();
        hive.walk(key -> paths.add(key.path()));
        return paths;
    }

    private static RegistryValue value(int type, int... data) throws IOException {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return read(HiveBytes.of(new TestKey("ROOT").value("v", type, bytes)))
                .root()
                .value("V")
                .orElseThrow();
    }

    private static RegistryValue text(int type, String text) throws IOException {
        return read(HiveBytes.of(new TestKey("ROOT").text("", type, text)))
                .root()
                .value("")
                .orElseThrow();
    }

    @Test
    void keysComeInOrderEachBeforeThoseBelowIt() throws IOException {
        Hive hive = read(HiveBytes.of(new TestKey("ROOT")
                .with(
                        new TestKey("a").with(new TestKey("\u00e4"), new TestKey("\u0416\ud801\udc00")),
                        new TestKey("B"))));
        assertThat(walk(hive)).containsExactly("", "a", "a\\\u00e4", "a\\\u0416\ud801\udc00", "B");
        assertThat(hive.find("A\\\u0436\ud801\udc00").orElseThrow().name()).isEqualTo("\u0416\ud801\udc00");
        assertThat(hive.find("\\b\\")).isPresent();
        assertThat(hive.find("")).isPresent();
        assertThat(hive.find("b\\c")).isEmpty();
        assertThat(hive.baseBlock().fileName()).isEqualTo("test");
        assertThat(hive.recovery().state()).isEqualTo(Recovery.State.CLEAN);
    }

    @Test
    void letterThatOnlyJavaTakesForASmallOneIsAnother() throws IOException {
        Hive hive = read(HiveBytes.of(new TestKey("ROOT").with(new TestKey("\u0131"), new TestKey("\u00b5"))));
        assertThat(hive.find("I")).isEmpty();
        assertThat(hive.find("\u039c")).isEmpty();
    }

    @Test
    void keysHaveTimeClassAndSecurity() throws IOException {
        TestKey key = new TestKey("k");
        key.className = "0a1b";
        RegistryKey read =
                read(HiveBytes.of(new TestKey("ROOT").with(key))).find("k").orElseThrow();
        assertThat(read.lastWritten().orElseThrow()).isEqualTo("2017-03-04T16:37:31.221622200Z");
        assertThat(read.className()).contains("0a1b");
        assertThat(read.securityDescriptor().orElseThrow()).containsExactly(0x78, 0x56, 0x34, 0x12);
        assertThat(read.symbolicLink()).isFalse();
    }

    @Test
    void numbers() throws IOException {
        assertThat(value(4, 1, 2, 3, 0xff).number()).hasValue(0xff030201L);
        assertThat(value(5, 1, 2, 3, 4).number()).hasValue(0x01020304L);
        assertThat(value(11, 1, 0, 0, 0, 0, 0, 0, 0x80).number()).hasValue(0x8000000000000001L);
        assertThat(value(4, 1, 2, 3).number()).isEmpty();
        assertThat(value(3, 1, 2, 3, 4).number()).isEmpty();
        assertThat(value(4, 1, 2, 3).data()).containsExactly(1, 2, 3);
        assertThat(value(0xffff0012, 1).type()).isEqualTo(ValueType.UNKNOWN);
        assertThat(value(0xffff0012, 1).typeCode()).isEqualTo(0xffff0012L);
    }

    @Test
    void texts() throws IOException {
        assertThat(text(1, "C:\0garbage").text()).contains("C:");
        assertThat(text(2, "%windir%").text()).contains("%windir%");
        assertThat(text(6, "\\Registry").text()).contains("\\Registry");
        assertThat(text(1, "").text()).contains("");
        assertThat(text(3, "abc").text()).isEmpty();
        assertThat(value(1, 'a', 0, 'b').text()).contains("a");
    }

    @Test
    void severalTextsNeedNotEndAsTheyShould() throws IOException {
        assertThat(text(7, "a\0b\0\0").texts()).containsExactly("a", "b");
        assertThat(text(7, "a\0b").texts()).containsExactly("a", "b");
        assertThat(text(7, "a\0\0b\0\0\0").texts()).containsExactly("a", "", "b");
        assertThat(text(7, "\0").texts()).isEmpty();
        assertThat(text(7, "").texts()).isEmpty();
        assertThat(text(1, "a\0b").texts()).isEmpty();
    }

    private static byte[] twoKeys() {
        return HiveBytes.of(
                new TestKey("ROOT").with(new TestKey("a"), new TestKey("b")).value("v", 3, new byte[10]));
    }

    private static void assertCorrupt(byte[] hive, String message) {
        assertThatThrownBy(() -> {
                    Hive read = read(hive);
                    read.walk(key -> {
                        for (RegistryValue value : key.values()) {
                            value.data();
                        }
                    });
                })
                .isInstanceOf(CorruptImageException.class)
                .hasMessageStartingWith("SYSTEM at 0x")
                .hasMessageContaining(message);
    }

    @Test
    void aListThatHoldsItselfIsNone() {
        byte[] hive = twoKeys();
        int list = HiveBytes.find(hive, "lf", 0);
        hive[list] = 'r';
        hive[list + 1] = 'i';
        HiveBytes.putInt(hive, list + 4, list - 4 - HiveBytes.BINS_AT);
        assertCorrupt(hive, "subkey list: signature is no li, lf or lh");
    }

    @Test
    void aKeyListedTwiceIsRefused() {
        byte[] hive = twoKeys();
        int list = HiveBytes.find(hive, "lf", 0);
        System.arraycopy(hive, list + 4, hive, list + 12, 4);
        assertCorrupt(hive, "twice");
    }

    @Test
    void aRootBelowItselfIsRefused() {
        byte[] hive = twoKeys();
        int list = HiveBytes.find(hive, "lf", 0);
        int root = HiveBytes.find(hive, "nk", 0) - 4 - HiveBytes.BINS_AT;
        HiveBytes.putInt(hive, list + 4, root);
        HiveBytes.putInt(hive, HiveBytes.BINS_AT + root + 4 + 16, root);
        assertCorrupt(hive, "is the root, listed as a subkey");
    }

    @Test
    void countsAreBoundByTheHive() {
        byte[] keys = twoKeys();
        HiveBytes.putInt(keys, HiveBytes.find(keys, "nk", 0) + 20, 0x7fffffff);
        assertCorrupt(keys, "number of subkeys is 2147483647, more than the hive has room for");
        byte[] values = twoKeys();
        HiveBytes.putInt(values, HiveBytes.find(values, "nk", 0) + 36, 0x7fffffff);
        assertCorrupt(values, "there are more values than the hive has room for");
        byte[] listed = twoKeys();
        HiveBytes.putInt(listed, HiveBytes.find(listed, "nk", 0) + 20, 3);
        assertCorrupt(listed, "holds 2 keys, but the key says 3");
    }

    @Test
    void dataHasToBeThere() {
        byte[] inPlace = HiveBytes.of(new TestKey("ROOT").value("v", 3, (byte) 1));
        HiveBytes.putInt(inPlace, HiveBytes.find(inPlace, "vk", 0) + 4, 0x80000005);
        assertCorrupt(inPlace, "data size is 5 in a field of 4 bytes");
        byte[] longer = twoKeys();
        HiveBytes.putInt(longer, HiveBytes.find(longer, "vk", 0) + 4, 13);
        assertCorrupt(longer, "value data: needs 13 bytes, but the cell has 12");
        byte[] outside = twoKeys();
        HiveBytes.putInt(outside, HiveBytes.find(outside, "vk", 0) + 8, 0x7ffffff8);
        assertCorrupt(outside, "offset 0x7ffffff8 is no cell's place");
        byte[] free = twoKeys();
        HiveBytes.putInt(free, HiveBytes.find(free, "vk", 0) - 4, 32);
        assertCorrupt(free, "registry value: cell is free, expected one in use");
    }

    @Test
    void morethanTheDeepestLevelIsRefused() {
        TestKey deep = new TestKey("deepest");
        for (int i = 0; i < RegistryKey.DEEPEST + 1; i++) {
            deep = new TestKey("k").with(deep);
        }
        assertCorrupt(HiveBytes.of(deep, 1 << 17), "on level 512, the deepest there is");
    }

    @Test
    void aDamagedSubkeyDoesNotHideTheOthers() throws IOException {
        byte[] hive = twoKeys();
        hive[HiveBytes.find(hive, "nk", 1)] = 'x';
        List<String> damage = new ArrayList<>();
        assertThat(read(hive).root().subkeys(e -> damage.add(e.problem())))
                .extracting(RegistryKey::name)
                .containsExactly("b");
        assertThat(damage).containsExactly("registry key: signature is \"xk\", expected \"nk\"");
    }

    @Test
    void whatIsNoHiveIsNamed() {
        assertThatThrownBy(() -> read(new byte[8192])).hasMessageContaining("registry base block: signature is");
        assertThatThrownBy(() -> read(new byte[10])).isInstanceOf(CorruptImageException.class);
        byte[] old = twoKeys();
        old[24] = 2;
        assertThatThrownBy(() -> read(HiveBytes.fixChecksum(old)))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("SYSTEM: registry hive version 1.2 is not supported");
    }

    @Test
    void anyBytesGiveAHiveOrAnImageException() {
        byte[] sound = HiveBytes.of(new TestKey("ROOT")
                .with(
                        new TestKey("a").with(new TestKey("b").value("v", 1, new byte[40])),
                        new TestKey("c").value("w", 4, (byte) 1)));
        var random = new SplittableRandom(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sound.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                bytes[HiveBytes.BINS_AT + random.nextInt(1000)] = (byte) random.nextInt();
            }
            try {
                Hive hive = read(bytes);
                hive.walk(key -> {
                    key.className();
                    key.securityDescriptor();
                    for (RegistryValue value : key.values()) {
                        value.text();
                        value.texts();
                        value.number();
                        value.data();
                    }
                });
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("SYSTEM");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
