package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.SetVolumes;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The volumes that the documents of a set name, against the images that are there, as the checks ask for them. */
final class NamedVolumes {
    private final SetContents set;
    private final SetVolumes volumes;
    private final Set<VolumeName> lacking;

    NamedVolumes(SetContents set) {
        this.set = set;
        this.volumes = SetVolumes.of(set.set().version(), set.documents());
        this.lacking = volumes.withoutImage(set.set().version());
    }

    /** Those that the backup was asked to hold, but for the EFI system partition. */
    int asked() {
        return volumes.asked().size();
    }

    /** Those that BackupSpecs.xml names more than once. */
    Set<VolumeName> twice() {
        Set<VolumeName> once = new HashSet<>();
        Set<VolumeName> twice = new LinkedHashSet<>();
        inSpecs().filter(name -> !once.add(name)).forEach(twice::add);
        return twice;
    }

    private Stream<VolumeName> inSpecs() {
        return set.documents().specs().map(BackupSpecs::volumes).orElse(List.of()).stream()
                .flatMap(volume -> volume.volumeName().stream());
    }

    boolean lacksEsp() {
        return volumes.lacksEsp(set.set().version());
    }

    /** Critical ones without an image. */
    List<VolumeName> lackingCritical() {
        return lacking.stream().filter(volumes.critical()::contains).toList();
    }

    /** Others without an image that the backup was asked to hold. */
    List<VolumeName> lackingOthers() {
        return lacking.stream()
                .filter(volume -> !volumes.critical().contains(volume))
                .toList();
    }

    /** Images of volumes that no document names. */
    List<SetImage> unexpected() {
        Set<VolumeName> named = inSpecs().collect(Collectors.toSet());
        set.documents().asr().ifPresent(asr -> asr.volumes().forEach(volume -> named.add(volume.name())));
        return set.set().version().images().stream()
                .filter(image ->
                        !image.esp() && image.volume().filter(named::contains).isEmpty())
                .toList();
    }
}
