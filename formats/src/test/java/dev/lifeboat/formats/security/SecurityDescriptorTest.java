package dev.lifeboat.formats.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityDescriptorTest {
    private static final String SYSTEM = "010100000000000512000000";
    private static final String ADMINISTRATORS = "01020000000000052000000020020000";
    private static final String EVERYONE = "010100000000000100000000";

    /** Parts in hexadecimal; an empty part is absent. */
    private static byte[] descriptor(int control, String owner, String group, String sacl, String dacl) {
        String[] parts = {owner, group, sacl, dacl};
        ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 1).put((byte) 0).putShort((short) (control | 0x8000));
        int at = 20;
        for (String part : parts) {
            bytes.putInt(part.isEmpty() ? 0 : at);
            at += part.length() / 2;
        }
        for (String part : parts) {
            bytes.put(HexFormat.of().parseHex(part));
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static String hex(int size, long value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(String.format("%02x", (value >>> (8 * i)) & 0xff));
        }
        return text.toString();
    }

    private static String acl(String... entries) {
        String all = String.join("", entries);
        return "0200" + hex(2, 8 + all.length() / 2) + hex(2, entries.length) + "0000" + all;
    }

    private static String ace(int type, int flags, long mask, String rest) {
        return hex(1, type) + hex(1, flags) + hex(2, 8 + rest.length() / 2) + hex(4, mask) + rest;
    }

    private static String text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_16LE);
        return hex(4, bytes.length) + HexFormat.of().formatHex(bytes);
    }

    private static SecurityDescriptor read(byte[] bytes) throws CorruptImageException {
        return SecurityDescriptor.read(Struct.of(ByteSource.of("sd", bytes), 0, bytes, "security descriptor"));
    }

    private static String sddlOfEntry(String entry) throws ImageException {
        return read(descriptor(4, "", "", "", acl(entry))).sddl();
    }

    /** The rights that Windows gives to the top of a drive, as every icacls and Get-Acl shows them. */
    @Test
    void writesWhatWindowsWrites() throws ImageException {
        byte[] bytes = descriptor(
                0x1404,
                ADMINISTRATORS,
                SYSTEM,
                "",
                acl(
                        ace(0, 0x03, 0x001f01ff, SYSTEM),
                        ace(0, 0x0b, 0x10000000, "010100000000000300000000"),
                        ace(0, 0x03, 0x001200a9, "01020000000000052000000021020000"),
                        ace(0, 0x0b, 0xe0010000L, "01010000000000050b000000")));
        SecurityDescriptor descriptor = read(bytes);
        assertThat(descriptor.sddl())
                .isEqualTo("O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)"
                        + "(A;OICIIO;SDGXGWGR;;;AU)");
        assertThat(descriptor.bytes()).isEqualTo(bytes);
        assertThat(descriptor.owner().orElseThrow()).hasToString("S-1-5-32-544");
        assertThat(descriptor.dacl().orElseThrow().entries()).hasSize(4);
        assertThat(descriptor.sacl()).isEmpty();
    }

    /** From Samba's tests, whose answers are those of Windows. */
    @ParameterizedTest
    @CsvSource({
        "0x75bcd15, 0x75bcd15", "0x10, RP", "0x11, CCRP", "0xff, CCDCLCSWRPWPDTLO",
                "0xf01ff, CCDCLCSWRPWPDTLOCRSDRCWDWO",
        "0xe00f0000, SDRCWDWOGXGWGR", "0x401200a0, 0x401200a0", "0xffffff9d, 0xffffff9d", "0x0, ''", "0x120089, FR",
        "0x120116, FW", "0x1200a0, FX", "0xf003f, KA", "0x20019, KR", "0x20006, KW"
    })
    void writesRights(String mask, String text) throws ImageException {
        assertThat(sddlOfEntry(ace(0, 0, Long.decode(mask), EVERYONE))).isEqualTo("D:(A;;" + text + ";;;WD)");
    }

    @Test
    void writesWhatIsMissing() throws ImageException {
        assertThat(read(descriptor(0, "", "", "", "")).sddl()).isEmpty();
        assertThat(read(descriptor(4, "", "", "", "")).sddl()).isEqualTo("D:NO_ACCESS_CONTROL");
        assertThat(read(descriptor(4, "", "", "", acl())).sddl()).isEqualTo("D:");
        assertThat(read(descriptor(0x3f14, "", "", acl(), acl())).sddl()).isEqualTo("D:PARAIS:PARAI");
    }

    @Test
    void writesLabelsAuditsAndObjects() throws ImageException {
        String object = "0100000053c1ad7a3c9cd1119a2a00c04fb9b6ae" + EVERYONE;
        byte[] bytes = descriptor(
                0x14,
                "",
                "",
                acl(
                        ace(0x11, 3, 7, "010100000000001000100000"),
                        ace(2, 0xd0, 0x1f01ff, EVERYONE),
                        ace(0x13, 0, 0, "010100000000001100000000")),
                acl(ace(5, 2, 0x100, object)));
        assertThat(read(bytes).sddl())
                .isEqualTo("D:(OA;CI;CR;7aadc153-9c3c-11d1-9a2a-00c04fb9b6ae;;WD)"
                        + "S:(ML;OICI;NWNRNX;;;LW)(AU;IDSAFA;FA;;;WD)(SP;;;;;S-1-17-0)");
    }

    /** The bytes are those that Windows makes of the text on the left in Samba's tests; the text is what it writes again. */
    @Test
    void writesConditions() throws ImageException {
        String title = "f9" + text("Title") + "10" + text("PM") + "80";
        String division = "f9" + text("Division") + "10" + text("Sales") + "80";
        assertThat(sddlOfEntry(ace(9, 0, 0x1200a0, EVERYONE + "61727478" + title)))
                .isEqualTo("D:(XA;;FX;;;WD;(@USER.Title == \"PM\"))");
        assertThat(sddlOfEntry(ace(9, 0, 0x1200a0, EVERYONE + "61727478" + title + division + "a1a2" + "0000")))
                .isEqualTo("D:(XA;;FX;;;WD;(!((@USER.Title == \"PM\") || (@USER.Division == \"Sales\"))))");
        String members = "50" + hex(4, 21) + "51" + hex(4, 16) + ADMINISTRATORS + "89";
        assertThat(sddlOfEntry(ace(0x0a, 0, 1, EVERYONE + "61727478" + members)))
                .isEqualTo("D:(XD;;CC;;;WD;(Member_of {SID(BA)}))");
        String legs = "fb" + text("legs") + "04" + hex(8, 0xf) + "0303" + "85";
        assertThat(sddlOfEntry(ace(9, 0, 1, EVERYONE + "61727478" + legs)))
                .isEqualTo("D:(XA;;CC;;;WD;(@DEVICE.legs >= 0xf))");
        String app = "f8" + text("WIN://SYSAPPID") + "87";
        assertThat(sddlOfEntry(ace(9, 0, 1, EVERYONE + "61727478" + app)))
                .isEqualTo("D:(XA;;CC;;;WD;(Exists WIN://SYSAPPID))");
    }

    @Test
    void refusesBrokenConditions() {
        assertThatThrownBy(() -> sddlOfEntry(ace(9, 0, 1, EVERYONE + "6172747880")))
                .hasMessageEndingWith("condition lacks an operand");
        assertThatThrownBy(() -> sddlOfEntry(ace(9, 0, 1, EVERYONE + "61727478" + "f9" + hex(4, 100))))
                .hasMessageEndingWith("operand of 100 bytes does not fit in 0");
        assertThatThrownBy(() -> sddlOfEntry(ace(9, 0, 1, EVERYONE + "12345678")))
                .hasMessageEndingWith("is data of a program, which SDDL has no words for");
        String deep = "f9" + text("a") + "a2".repeat(300);
        assertThatThrownBy(() -> sddlOfEntry(ace(9, 0, 1, EVERYONE + "61727478" + deep)))
                .hasMessageEndingWith("condition is nested more than 256 times");
    }

    /** The bytes that Windows makes of ("colour",TS,0,"blue","red") in Samba's tests. */
    @Test
    void writesProperties() throws ImageException {
        String property = "180000000300000000000000020000002600000030000000"
                + "63006f006c006f0075007200000062006c007500650000007200650064000000";
        byte[] bytes = descriptor(0x10, "", "", acl(ace(0x12, 0, 0, EVERYONE + property)), "");
        assertThat(read(bytes).sddl()).isEqualTo("S:(RA;;;;;WD;(\"colour\",TS,0x0,\"blue\",\"red\"))");
    }

    @Test
    void keepsWhatSddlHasNoWordsFor() throws CorruptImageException {
        SecurityDescriptor descriptor = read(descriptor(4, "", "", "", acl(ace(0x77, 0, 0, ""))));
        assertThat(descriptor.dacl().orElseThrow().entries().get(0).code()).isEqualTo(0x77);
        assertThatThrownBy(descriptor::sddl).hasMessageEndingWith("is of kind 0x77, which SDDL has no words for");
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> read(new byte[19])).isInstanceOf(CorruptImageException.class);
        byte[] absolute = descriptor(0, "", "", "", "");
        absolute[3] = 0;
        assertThatThrownBy(() -> read(absolute))
                .hasMessage("sd at 0x2: security descriptor: control is 0x0000, expected the self-relative form");
        assertThatThrownBy(() -> read(descriptor(4, "", "", "", "0200ff0000000000")))
                .hasMessageContaining("of 255 bytes lies outside the structure's 28 bytes");
        assertThatThrownBy(() -> read(descriptor(4, "", "", "", "02000c00ff0000000000000000")))
                .hasMessageContaining("255 entries do not fit in 12 bytes");
        assertThatThrownBy(() -> read(descriptor(4, "", "", "", "02000c000100000000000000")))
                .hasMessageContaining("entry 0 has 0 bytes");
    }

    @Test
    void writesSids() {
        assertThat(new Sid(0x500000000L, List.of(32L, 579L))).hasToString("S-1-0x500000000-32-579");
        assertThat(new Sid(3, List.of(0xffff_ffffL))).hasToString("S-1-3-4294967295");
    }

    @Test
    void anyBytesGiveADescriptorOrAnImageException() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] sound = descriptor(
                0x14,
                ADMINISTRATORS,
                SYSTEM,
                acl(ace(0x12, 0, 0, EVERYONE + "180000000300000000000000010000002200000063006f006c0000006200")),
                acl(ace(9, 0, 1, EVERYONE + "61727478" + "f9" + text("a") + "10" + text("b") + "80")));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sound.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                read(bytes).sddl();
            } catch (ImageException expected) {
                assertThat(expected.getMessage()).startsWith("sd");
            }
        }
    }
}
