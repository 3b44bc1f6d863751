/**
 * Security descriptors of Windows in the self-relative form in which NTFS, WIM and the registry keep them. Section numbers
 * in this package are those of [MS-DTYP]. Start at {@link dev.lifeboat.formats.security.SecurityDescriptor}; then
 * {@link dev.lifeboat.formats.security.Ace} and {@link dev.lifeboat.formats.security.Sid}.
 *
 * <p>Depends on {@code source} only. Not here: judging whether somebody may open a file, reading SDDL, writing.
 */
package dev.lifeboat.formats.security;
