package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.windows.SoftwareFacts;
import dev.lifeboat.verify.check.boot.InstalledWindows;
import dev.lifeboat.verify.check.boot.RestoredComputer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a computer needs of a recovery environment. What is absent is not known, and not compared.
 *
 * @param machine the processor that its Windows is for
 * @param build of its Windows: 26200
 * @param firmware that starts the computer
 * @param product the name of its Windows without the edition: {@code Windows 11}
 * @param languages that its Windows can show: {@code de-DE}; may be empty
 */
public record RecoveryNeed(
        Optional<Machine> machine,
        OptionalLong build,
        Optional<Firmware> firmware,
        Optional<String> product,
        List<String> languages) {
    /** {@code Windows 11} of {@code Windows 11 Pro}: media for people have all its editions. */
    private static final Pattern PRODUCT = Pattern.compile("Windows (?:Server )?[A-Z0-9][A-Za-z0-9.]{0,7}\\b");

    /** Of anything it is not known what for. */
    public static final RecoveryNeed UNKNOWN =
            new RecoveryNeed(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of());

    /**
     * Returns what a backup needs.
     *
     * @param computer as a restore would make it
     * @return by the first Windows that it starts; {@link #UNKNOWN} if there is none
     * @throws IOException if the storage cannot be read
     */
    static RecoveryNeed of(RestoredComputer computer) throws IOException {
        if (computer.windows().isEmpty()) {
            return UNKNOWN;
        }
        InstalledWindows windows = computer.windows().get(0);
        Optional<SoftwareFacts> software = windows.software();
        return new RecoveryNeed(
                windows.machine(),
                software.map(SoftwareFacts::build).orElse(OptionalLong.empty()),
                computer.madeFor(),
                software.flatMap(SoftwareFacts::productName).flatMap(RecoveryNeed::withoutEdition),
                windows.languages());
    }

    static Optional<String> withoutEdition(String product) {
        Matcher matcher = PRODUCT.matcher(product);
        return matcher.lookingAt() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** The same in the languages of an environment, where the registry does not tell those of Windows. */
    RecoveryNeed orIn(List<String> others) {
        return languages.isEmpty() ? new RecoveryNeed(machine, build, firmware, product, others) : this;
    }

    /**
     * Returns the media that will do in place of a recovery environment.
     *
     * @return such as {@code an installation stick or ISO of Windows 11, build 26100 or newer, for x64, language de-DE}
     */
    String media() {
        StringBuilder words = new StringBuilder("an installation stick or ISO of ");
        words.append(product.orElse("Windows"));
        build.ifPresent(number ->
                words.append(", build ").append(WindowsBuild.base(number)).append(" or newer"));
        machine.ifPresent(processor -> words.append(", for ").append(processor.label()));
        if (!languages.isEmpty()) {
            words.append(languages.size() == 1 ? ", language " : ", language one of ")
                    .append(String.join(", ", languages));
        }
        return words.toString();
    }
}
