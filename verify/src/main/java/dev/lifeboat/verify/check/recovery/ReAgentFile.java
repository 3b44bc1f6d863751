package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.ReAgent;
import dev.lifeboat.formats.windows.VolumeId;
import dev.lifeboat.verify.check.boot.BootVolume;
import dev.lifeboat.verify.check.boot.InstalledWindows;
import dev.lifeboat.verify.check.boot.RestoredComputer;
import dev.lifeboat.verify.check.boot.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ReAgent.xml of a Windows, by which reagentc.exe works.
 *
 * @param where it is, for findings
 * @param settings what it says; absent if it cannot be read
 * @param problem why it cannot
 */
record ReAgentFile(String where, Optional<ReAgent> settings, Optional<ImageException> problem) {
    static final String WIM = "Winre.wim";
    private static final String PATH = "/Windows/System32/Recovery/ReAgent.xml";

    /** One for each Windows that has such a file. */
    static List<ReAgentFile> of(RestoredComputer computer) throws IOException {
        List<ReAgentFile> files = new ArrayList<>();
        for (InstalledWindows windows : computer.windows()) {
            String where = windows.volume().name() + PATH;
            try {
                var file = windows.volume().files().open(PATH);
                if (file.isPresent()) {
                    files.add(new ReAgentFile(where, Optional.of(ReAgent.read(file.get())), Optional.empty()));
                }
            } catch (ImageException e) {
                files.add(new ReAgentFile(where, Optional.empty(), Optional.of(e)));
            }
        }
        return files;
    }

    /**
     * Finds the WIM that is named. In the images of a set partitions need not lie where they did on the computer's disk: then any volume
     * that has the file will do.
     *
     * @return empty if no volume has it
     */
    static Optional<StoredFile> find(RestoredComputer computer, ReAgent.Location location) throws IOException {
        String folder = location.path().replace('\\', '/');
        String path = (folder.startsWith("/") ? "" : "/") + folder + (folder.endsWith("/") ? "" : "/") + WIM;
        List<BootVolume> volumes = new ArrayList<>();
        for (BootVolume volume : computer.volumes()) {
            volumes.add(means(computer, location, volume) ? 0 : volumes.size(), volume);
        }
        for (BootVolume volume : volumes) {
            if (volume.files().has(path)) {
                return Optional.of(new StoredFile(volume, path));
            }
        }
        return Optional.empty();
    }

    private static boolean means(RestoredComputer computer, ReAgent.Location location, BootVolume volume) {
        if (location.diskSignature().isPresent()) {
            VolumeId id = new VolumeId.Mbr(location.diskSignature().getAsLong(), location.offset());
            return computer.volume(id).filter(volume::equals).isPresent();
        }
        boolean disk = location.disk().isPresent() && volume.table().diskGuid().equals(location.disk());
        return disk
                && volume.partition()
                        .map(Partition::offset)
                        .filter(offset -> offset == location.offset())
                        .isPresent();
    }
}
