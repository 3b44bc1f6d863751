package dev.lifeboat.formats.windows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the hive SOFTWARE says. Whatever it does not have is absent.
 *
 * @param storedName the product as the registry has it; Windows 11 calls itself 10 there
 * @param edition in one word: {@code Professional}
 * @param displayVersion such as {@code 24H2}
 * @param build such as 26100
 * @param updateRevision what updates have made of the build, the number behind its dot
 * @param systemRoot the folder of Windows: {@code C:\WINDOWS}
 * @param registeredOwner as was typed in when Windows was set up
 * @param installed when this version was set up
 * @param users whoever has a profile, but for the accounts of Windows itself
 */
public record SoftwareFacts(
        Optional<String> storedName,
        Optional<String> edition,
        Optional<String> displayVersion,
        OptionalLong build,
        OptionalLong updateRevision,
        Optional<String> systemRoot,
        Optional<String> registeredOwner,
        Optional<Instant> installed,
        List<UserProfile> users) {
    private static final int FIRST_BUILD_OF_11 = 22_000;
    private static final String TEN = "Windows 10";

    /**
     * Returns the product's real name.
     *
     * @return such as {@code Windows 11 Pro}
     */
    public Optional<String> productName() {
        return storedName.map(name -> build.orElse(0) >= FIRST_BUILD_OF_11 && name.startsWith(TEN)
                ? "Windows 11" + name.substring(TEN.length())
                : name);
    }

    /**
     * Returns build and update as Windows shows them.
     *
     * @return such as {@code 26100.1742}
     */
    public Optional<String> fullBuild() {
        return build.isEmpty()
                ? Optional.empty()
                : Optional.of(build.getAsLong() + (updateRevision.isPresent() ? "." + updateRevision.getAsLong() : ""));
    }
}
