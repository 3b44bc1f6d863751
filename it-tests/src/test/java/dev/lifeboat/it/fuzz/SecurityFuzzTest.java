package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.security.Sid;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a security descriptor that can be written as SDDL, or are refused. */
@ExtendWith(Inputs.class)
class SecurityFuzzTest {
    private static final String NAME = "$Secure";
    private static final int MOST = 1 << 16;

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyBytes(byte[] input) throws IOException {
        Inputs.count(input);
        if (input.length > MOST) {
            return;
        }
        Struct struct = Struct.read(ByteSource.of(NAME, input), 0, input.length, "security descriptor");
        Optional<SecurityDescriptor> read = Probe.read(NAME, () -> SecurityDescriptor.read(struct));
        if (read.isPresent()) {
            SecurityDescriptor descriptor = read.get();
            assertThat(descriptor.bytes()).isEqualTo(input);
            descriptor.owner().map(Sid::sddl).ifPresent(text -> assertThat(text).isNotBlank());
            descriptor.dacl().ifPresent(acl -> assertThat(acl.entries()).isNotNull());
            Probe.read(NAME, descriptor::sddl);
        }
    }

    static Stream<byte[]> seeds() {
        String system = "010100000000000512000000";
        String administrators = "01020000000000052000000020020000";
        String users = "01020000000000052000000021020000";
        // Revision 1, control 8014; owner, group, no SACL, DACL; its entries allow, deny, and allow an object's type.
        String header = "01001480" + "14000000" + "24000000" + "00000000" + "34000000";
        String allow = "00031400" + "ff011f00" + system;
        String deny = "01001800" + "a9001200" + users;
        String object = "05003800" + "ff011f00" + "03000000" + "00112233445566778899aabbccddeeff"
                + "00112233445566778899aabbccddeeff" + system;
        String condition = "09003400" + "ff011f00" + system + "61727478" + "f80a000000410042004300410042"
                + "f8020000004400" + "8000" + "0000000000";
        return Inputs.seeds(Stream.of(
                        header + administrators + administrators + "02004800" + "02000000" + allow + deny,
                        header + administrators + administrators + "02004000" + "01000000" + object,
                        header + administrators + administrators + "02003c00" + "01000000" + condition,
                        "01000080" + "00000000".repeat(4),
                        "")
                .map(HexFormat.of()::parseHex));
    }
}
