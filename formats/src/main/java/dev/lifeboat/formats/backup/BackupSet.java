package dev.lifeboat.formats.backup;

import java.util.Optional;

/**
 * One version of one computer's backup, and where it lies.
 *
 * @param store the WindowsImageBackup folder; absent if the computer's folder lies in none
 * @param computer whose backup it is
 * @param version that was chosen
 */
public record BackupSet(Optional<BackupStore> store, ComputerBackups computer, BackupVersion version) {}
