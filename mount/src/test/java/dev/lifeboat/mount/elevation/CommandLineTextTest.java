package dev.lifeboat.mount.elevation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Microsoft's own examples of how command lines are taken apart, and their like; under Wine a real program takes them apart. */
class CommandLineTextTest {
    private static String quoted(String argument) {
        return CommandLineText.of(List.of(argument));
    }

    @Test
    void quotesWhatNeedsIt() {
        assertThat(quoted("mount")).isEqualTo("mount");
        assertThat(quoted("C:\\a\\b\\")).isEqualTo("C:\\a\\b\\");
        assertThat(quoted("")).isEqualTo("\"\"");
        assertThat(quoted("a b")).isEqualTo("\"a b\"");
        assertThat(quoted("C:\\a b\\")).isEqualTo("\"C:\\a b\\\\\"");
        assertThat(quoted("a\"b")).isEqualTo("\"a\\\"b\"");
        assertThat(quoted("a\\\"b")).isEqualTo("\"a\\\\\\\"b\"");
        assertThat(quoted("a\\\\b c")).isEqualTo("\"a\\\\b c\"");
        assertThat(quoted("*.vhdx")).isEqualTo("\"*.vhdx\"");
        assertThat(CommandLineText.of(List.of("a", "b c", "d"))).isEqualTo("a \"b c\" d");
    }
}
