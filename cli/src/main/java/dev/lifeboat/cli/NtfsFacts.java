package dev.lifeboat.cli;

import dev.lifeboat.formats.ntfs.LogFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.VolumeInformation;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** What an NTFS volume says of its own state. */
final class NtfsFacts {
    private NtfsFacts() {}

    /**
     * Reads the state.
     *
     * @param source the volume
     * @return version, flags and log; what cannot be read has an error in its place
     * @throws IOException if the storage cannot be read
     */
    static Facts of(ByteSource source) throws IOException {
        Facts facts = new Facts();
        try {
            NtfsVolume volume = NtfsVolume.read(source);
            VolumeInformation information = volume.information();
            facts.add("version", information.major() + "." + information.minor())
                    .add("clusterSize", volume.bootSector().clusterSize())
                    .add("recordSize", volume.bootSector().recordSize())
                    .add("records", volume.mft().count())
                    .add(
                            "flags",
                            information.flags().stream().map(NtfsFacts::name).toList())
                    .add("bootSectorFromBackup", volume.bootSectorProblem().isPresent());
            facts.add("log", log(volume.logFile()));
        } catch (ImageException e) {
            facts.add("error", e.problem());
        }
        return facts;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Facts log(LogFile log) {
        Facts facts = new Facts().add("state", name(log.state()));
        Optional<LogFile.RestartPage> page = log.current();
        if (page.isPresent()) {
            facts.add("version", page.get().major() + "." + page.get().minor())
                    .add("clients", page.get().clients())
                    .add("lastLsn", page.get().lastLsn())
                    .add("byChkdsk", page.get().byChkdsk());
        }
        if (!log.problems().isEmpty()) {
            facts.add(
                    "problems",
                    log.problems().stream().map(ImageException::getMessage).toList());
        }
        return facts;
    }
}
