package dev.lifeboat.verify.check.recovery;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Build and update of a recovery environment.
 *
 * @param build such as 26100
 * @param update what updates have made of it, the number behind its dot (UBR, or SPBUILD in the XML of a WIM); absent if it is not said
 */
record RecoveryVersion(long build, OptionalLong update) {
    /** {@code 10.0.26100.1742}, perhaps without the last number. */
    private static final Pattern FORM = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.(\\d{1,9})(?:\\.(\\d{1,9}))?");

    static Optional<RecoveryVersion> parse(String version) {
        Matcher matcher = FORM.matcher(version);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalLong update =
                matcher.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(2)));
        return Optional.of(new RecoveryVersion(Long.parseLong(matcher.group(1)), update));
    }
}
