package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.seal.FoundSeal;
import dev.lifeboat.verify.seal.SealFolder;
import dev.lifeboat.verify.seal.SealKeys;
import dev.lifeboat.verify.seal.SealPlaces;
import dev.lifeboat.verify.seal.SealRefusedException;
import dev.lifeboat.verify.seal.Sealer;
import dev.lifeboat.verify.seal.SetFiles;
import dev.lifeboat.verify.seal.SumsExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a seal: checksums to compare with later. */
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Reads every byte of a backup and keeps checksums of it, so that 'verify --full' can tell later whether one has"
                    + " changed, and which file that hits.",
            "The seal lies in the folder Lifeboat beside WindowsImageBackup; where that cannot be written, in your data folder."
                    + " Nothing is written into the backup. A run that was interrupted is gone on with. Of an image that holds a"
                    + " backup, the image is sealed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:sealed, or sealed before",
            "2:wrong usage",
            "3:the input could not be read",
            "4:sealed, but verify finds faults in it",
            "5:the seal could not be written",
            "6:refused: the backup is being written, is damaged since its seal was made, or is where FILE would be written;"
                    + " or FILE is there and is no list of checksums",
            "130:interrupted; the same command goes on"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat seal E:\\WindowsImageBackup",
            "  lifeboat seal /mnt/nas/WindowsImageBackup --machine OFFICE-PC --export SHA256SUMS",
            "  lifeboat seal C.vhdx --sign key.pem"
        })
final class SealCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "Also write checksums of whole files, which 'sha256sum -c FILE' compares in the folder that is told.")
    private Path export;

    @Option(
            names = "--sign",
            paramLabel = "KEYFILE",
            description =
                    "Sign the seal: a PEM file with a private key, as 'openssl genpkey -algorithm ed25519' makes it.")
    private Path key;

    @Option(
            names = "--again",
            description =
                    "Read and seal everything again, even if there is a seal that still applies. What is damaged since is"
                            + " not sealed.")
    private boolean again;

    @Option(names = "--json", description = "Write one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (export != null) {
            BackupGuard.refuse(export, "--export");
        }
        Optional<SealKeys> keys = key == null ? Optional.empty() : Optional.of(SealKeys.toSign(key));
        BackupLocation location = image.locate();
        requireHarmlessExport(location);
        SealPlaces places = SealPlaces.of(location);
        Optional<SealReport> before = again ? Optional.empty() : existing(location, places);
        SealReport report = before.isPresent() ? before.get() : seal(location, places);
        if (keys.isPresent()) {
            sign(report.folder(), keys.get(), places);
        }
        if (export != null) {
            requireHarmlessExport(location); // again: hours may have gone by
            SumsExport.write(report.seal(), export);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.json(out, Optional.ofNullable(export));
        } else {
            report.text(out, Optional.ofNullable(export));
        }
        return report.verdict().orElse(Verdict.NO_FAULT) == Verdict.NO_FAULT ? ExitCode.OK : ExitCode.WARNINGS;
    }

    private static void sign(SealFolder folder, SealKeys keys, SealPlaces places) throws IOException {
        try {
            folder.sign(keys, places);
        } catch (SealRefusedException e) {
            throw new FailedException(ExitCode.REFUSED, "the seal cannot be signed: " + e.getMessage());
        }
    }

    private void requireHarmlessExport(BackupLocation location) throws IOException {
        if (export == null) {
            return;
        }
        try {
            SumsExport.requireHarmless(export, SetFiles.of(location));
        } catch (SealRefusedException e) {
            throw new FailedException(ExitCode.REFUSED, e.getMessage());
        }
    }

    /** The seal that is there, if it will do. */
    private Optional<SealReport> existing(BackupLocation location, SealPlaces places) throws IOException {
        try (FoundSeal found = FoundSeal.in(places)) {
            SetFiles files = SetFiles.of(location);
            boolean enough = found.applies(location, files)
                    && (export == null || SumsExport.isPossible(found.seal().orElseThrow()));
            if (!enough) {
                return Optional.empty();
            }
            SealFolder folder = new SealFolder(found.path().orElseThrow().getParent(), "");
            return Optional.of(
                    new SealReport(found.seal().orElseThrow(), folder, files.folder(), true, 0, Optional.empty()));
        }
    }

    private SealReport seal(BackupLocation location, SealPlaces places) throws IOException {
        Verdict verdict = look(location);
        SealFolder folder = folder(places);
        Path sealed = SetFiles.of(location).folder();
        Sealer.Result result;
        try (OnInterrupt interrupt = new OnInterrupt();
                ProgressLine progress = ProgressLine.on(spec.commandLine())) {
            interrupt.run(() -> interrupted(progress));
            String what = String.valueOf(sealed.getFileName());
            result = Sealer.seal(
                    location,
                    folder,
                    export != null,
                    places.existing(),
                    (done, total) -> progress.copying(what, done, total));
        } catch (SealRefusedException e) {
            throw new FailedException(ExitCode.REFUSED, e.getMessage());
        }
        return new SealReport(result.seal(), folder, sealed, false, result.resumed(), Optional.of(verdict));
    }

    /** A quick verification: what is being written is not sealed, and what is damaged already is told. */
    private Verdict look(BackupLocation location) throws IOException {
        try (ProgressLine line = ProgressLine.on(spec.commandLine())) {
            Report report = Verifier.verify(location, new VerifyProgress(line));
            if (report.findings().stream().anyMatch(SetChecks::unsettlesAll)) {
                throw new FailedException(
                        ExitCode.REFUSED, "the backup is being written right now; seal it when that has ended");
            }
            return report.verdict();
        }
    }

    private SealFolder folder(SealPlaces places) {
        try {
            SealFolder folder = SealFolder.choose(places);
            if (!folder.problem().isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println(Text.safe("lifeboat: the seal cannot be written to " + places.beside() + " ("
                                + folder.problem() + "); it is written to " + folder.path()
                                + ", where 'lifeboat verify' finds it on this computer only"));
            }
            return folder;
        } catch (IOException e) {
            throw new FailedException(ExitCode.FAILED, "the seal cannot be written: " + Errors.message(e));
        }
    }

    /** Runs in a thread of its own while the process ends. */
    private void interrupted(ProgressLine progress) {
        progress.clear();
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        err.println("lifeboat: interrupted; the same command goes on where this one stopped.");
        err.flush();
    }
}
