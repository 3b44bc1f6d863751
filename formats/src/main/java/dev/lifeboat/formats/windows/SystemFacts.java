package dev.lifeboat.formats.windows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the hive SYSTEM says. Whatever it does not have is absent.
 *
 * @param controlSet number of the set that Windows used last, from 1
 * @param computerName the name of the computer in its network
 * @param architecture of the processor that this Windows is made for, in Windows' words: {@code AMD64}, {@code x86},
 *     {@code ARM64}
 * @param timeZone the name Windows has for it, in English: {@code W. Europe Standard Time}
 * @param lastShutdown when it was last shut down in order
 * @param firmware what it was started by
 * @param languages that it can show, such as {@code de-DE}, in the order of the registry; empty if it does not tell
 */
public record SystemFacts(
        OptionalLong controlSet,
        Optional<String> computerName,
        Optional<String> architecture,
        Optional<String> timeZone,
        Optional<Instant> lastShutdown,
        Optional<Firmware> firmware,
        List<String> languages) {}
