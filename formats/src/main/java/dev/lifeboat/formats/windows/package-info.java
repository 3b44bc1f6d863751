/**
 * What an installed Windows says of itself in its registry: which Windows it is, of which computer, for whom. Start at
 * {@link dev.lifeboat.formats.windows.WindowsInstallation}; {@link dev.lifeboat.formats.windows.StoredHive} opens any hive
 * together with the logs beside it; {@link dev.lifeboat.formats.windows.ReAgent} reads where its recovery environment is.
 *
 * <p>Works on whatever can open a file by its path ({@link dev.lifeboat.formats.windows.WindowsFiles}), and so knows no file
 * system. Depends on {@code source}, {@code regf} and {@code xml}. Not here: whether that Windows can start.
 */
package dev.lifeboat.formats.windows;
