/**
 * Boot Configuration Data: the store in which the boot manager finds what to start and from where. Read-only.
 *
 * <p>Start at {@link dev.lifeboat.formats.bcd.BcdStore}, then {@link dev.lifeboat.formats.bcd.BcdObject},
 * {@link dev.lifeboat.formats.bcd.BcdElement}, {@link dev.lifeboat.formats.bcd.BcdValue} and
 * {@link dev.lifeboat.formats.bcd.BcdDevice}; {@link dev.lifeboat.formats.bcd.BcdListing} shows all of it as {@code bcdedit}
 * does. Numbers and names are those of Microsoft's BCD reference; the bytes of devices are not published and come from
 * observation (docs/formats/bcd.md). Depends on {@code source} and {@code regf}. Not here: what volumes the devices mean.
 */
package dev.lifeboat.formats.bcd;
