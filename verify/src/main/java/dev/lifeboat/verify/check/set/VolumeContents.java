package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.partition.VolumeKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What one volume of a set holds, seen while its image was open: as much as the checks of the set ask.
 *
 * @param image the file that the volume is in
 * @param kind of the volume
 * @param windows whether it has a folder {@code \Windows\System32\config}: Windows is installed on it
 * @param missing files that Windows does not start without, that are not there or are empty; none are looked for where
 *     there is no Windows
 * @param starts how a computer could start from this volume
 */
public record VolumeContents(
        Path image, VolumeKind kind, boolean windows, List<String> missing, Set<BootFiles> starts) {}
