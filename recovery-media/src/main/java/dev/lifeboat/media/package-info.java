/**
 * Recovery media: finding and judging WinRE, media layout, writing a stick, instructions. Empty so far.
 * Will depend on {@code verify} and {@code formats}.
 */
package dev.lifeboat.media;
