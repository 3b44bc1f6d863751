package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Whether Windows was asleep with its memory on the disk, as it also is after a shutdown with fast startup. */
final class HibernationCheck implements Check<RestoredComputer> {
    private static final String FILE = "/hiberfil.sys";
    /** What the file begins with while it holds what Windows resumes from; otherwise it is zero, or begins with {@code WAKE}. */
    private static final Set<String> ASLEEP = Set.of("hibr", "rstr");

    static final Rule ASLEEP_THEN = new Rule(
            "windows.hibernated",
            Severity.NOTE,
            "Windows was asleep with its memory written to the disk when the image was made, or shut down with fast startup. After a"
                    + " restore it may try to go on from there; on a computer that differs it cannot, and starts anew, and what was not"
                    + " saved is gone.",
            "If the first start after a restore fails, let Windows delete the restoration data. Make images while Windows runs, or after"
                    + " 'shutdown /s /t 0' with fast startup switched off.");
    static final Rule GOOD =
            new Rule("windows.not-hibernated", Severity.GOOD, "Windows was not asleep when the image was made.", "");

    @Override
    public String question() {
        return "Was Windows asleep with its memory on the disk?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, ASLEEP_THEN);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            String where = windows.volume().name();
            String begins;
            try {
                begins = begin(windows.volume());
            } catch (ImageException e) {
                continue; // a backup need not hold the content of this file
            }
            if (ASLEEP.contains(begins)) {
                String why = fastStartup(windows) ? "; fast startup is switched on" : "";
                findings.accept(ASLEEP_THEN.at(where, FILE + " begins with " + begins + why));
            } else {
                findings.accept(GOOD.at(where, FILE + " holds nothing to resume from"));
            }
        }
    }

    private static String begin(BootVolume volume) throws IOException {
        Optional<ByteSource> file = volume.open(FILE);
        return file.isEmpty() || file.get().size() < 4
                ? ""
                : new String(file.get().bytes(0, 4), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private static boolean fastStartup(InstalledWindows windows) throws IOException {
        try {
            Optional<RegistryKey> power = windows.controlSet().isEmpty()
                    ? Optional.empty()
                    : windows.controlSet().get().key().find("Control\\Session Manager\\Power");
            Optional<RegistryValue> value =
                    power.isEmpty() ? Optional.empty() : power.get().value("HiberbootEnabled");
            return value.isPresent() && value.get().number().orElse(0) == 1;
        } catch (ImageException e) {
            return false;
        }
    }
}
