/**
 * Registry hives (regf), read-only: the files in which Windows keeps its registry and the boot manager its store.
 *
 * <p>Start at {@link dev.lifeboat.formats.regf.Hive}; then {@link dev.lifeboat.formats.regf.BaseBlock},
 * {@link dev.lifeboat.formats.regf.RegistryKey} and {@link dev.lifeboat.formats.regf.RegistryValue}. A hive that Windows had
 * not finished writing is read together with its transaction logs, which are replayed in memory; the file is never changed.
 *
 * <p>Microsoft does not publish the format. Section names in this package are those of M. Suhanov's "Windows registry file
 * format specification"; docs/formats/regf.md says what was observed beside it. Depends on {@code source} only. Not here:
 * deleted keys and values, volatile keys, transactions of the Common Log File System, writing, and what any key means.
 */
package dev.lifeboat.formats.regf;
