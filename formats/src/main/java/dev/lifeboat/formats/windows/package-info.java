/**
 * What an installed Windows says of itself in its registry: which Windows it is, of which computer, for whom. Start at
 * {@link dev.lifeboat.formats.windows.WindowsInstallation}; {@link dev.lifeboat.formats.windows.StoredHive} opens any hive
 * together with the logs beside it.
 *
 * <p>Works on whatever can open a file by its path ({@link dev.lifeboat.formats.windows.WindowsFiles}), and so knows no file
 * system. Depends on {@code source} and {@code regf}. Not here: whether that Windows can start.
 */
package dev.lifeboat.formats.windows;
