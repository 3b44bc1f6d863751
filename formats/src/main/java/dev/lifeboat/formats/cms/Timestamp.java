package dev.lifeboat.formats.cms;

import java.time.Instant;

/**
 * What a third party says of when a signature was there.
 *
 * @param time the time
 * @param authority the subject of the certificate of who says so; its serial number if that is not there
 * @param holds whether it was made for this signature, by that certificate's key
 */
public record Timestamp(Instant time, String authority, boolean holds) {}
