/**
 * The codecs of NTFS and WIM, and compressed values as bytes that can be read anywhere: LZNT1, XPRESS with Huffman codes,
 * LZX and LZMS. Start at {@link dev.lifeboat.formats.compress.Codec}.
 *
 * <p>Codecs work on arrays and know of no file; they say {@link java.util.zip.DataFormatException}, and who has the file
 * makes an {@link dev.lifeboat.formats.source.ImageException} of it that names the place.
 *
 * <p>Depends on {@code source} only. Not here: compressing; what NTFS and WIM keep around the chunks.
 */
package dev.lifeboat.formats.compress;
