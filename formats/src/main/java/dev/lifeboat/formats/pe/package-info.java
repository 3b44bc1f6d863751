/**
 * Programs of Windows and UEFI (PE/COFF), read-only: headers, resources, version, checksum and Authenticode signatures. Names of
 * fields are those of Microsoft's "PE Format"; signatures follow "Windows Authenticode Portable Executable Signature Format" 1.0.
 * Start at {@link dev.lifeboat.formats.pe.PeFile}.
 *
 * <p>Depends on {@code source}, and on {@code cms} for signatures. Not here: relocations, page hashes, and any decision whom to
 * trust: a signature that holds says who signed, not that one should believe them.
 */
package dev.lifeboat.formats.pe;
