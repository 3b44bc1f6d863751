/**
 * WIM, Windows' archives of files: {@code .wim}, {@code .esd}, {@code .swm} sets and {@code .ppkg}, read-only. Start at
 * {@link dev.lifeboat.formats.wim.WimFile}; then, in the order in which a file is read,
 * {@link dev.lifeboat.formats.wim.WimHeader}, {@link dev.lifeboat.formats.wim.BlobTable},
 * {@link dev.lifeboat.formats.wim.WimImage}, {@link dev.lifeboat.formats.wim.WimMetadata},
 * {@link dev.lifeboat.formats.wim.Dentry}. What is called a blob here is a content that any number of files may have; blobs,
 * metadata, XML and tables lie in the file as resources, compressed or not, and several blobs may share a solid one.
 *
 * <p>Microsoft's paper "Windows Imaging File Format (WIM)" is an overview; what it leaves open was seen in files
 * (docs/formats/wim.md). Depends on {@code source}, {@code compress} and {@code xml}. Not here: pipable WIMs, and writing.
 */
package dev.lifeboat.formats.wim;
