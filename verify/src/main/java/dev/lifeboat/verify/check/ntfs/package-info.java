/**
 * Is an NTFS volume in order? One class a question, all listed in {@link dev.lifeboat.verify.check.ntfs.NtfsChecks}.
 * They read metadata only, never the content of files. Depends on {@code formats.ntfs}.
 */
package dev.lifeboat.verify.check.ntfs;
