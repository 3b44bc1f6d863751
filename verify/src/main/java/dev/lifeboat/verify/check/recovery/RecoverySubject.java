package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.verify.check.boot.RestoredComputer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A backup that is asked about its recovery environments.
 *
 * @param computer as a restore would make it; its volumes tell the progress of their reading themselves
 * @param beside WIMs that Lifeboat keeps beside the backup
 * @param full whether every byte of each WIM is read
 * @param counted makes the reading of a file beside the backup tell its progress
 */
public record RecoverySubject(
        RestoredComputer computer, List<Path> beside, boolean full, UnaryOperator<ByteSource> counted) {
    /** The others say nothing of a backup without Windows. */
    boolean hasWindows() {
        return !computer.windows().isEmpty();
    }
}
