package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** A time of twelve bytes with its zone, 1/7.3 and UDF 2.1.4. */
final class Timestamp {
    private static final int UNKNOWN_ZONE = -2047;

    private Timestamp() {}

    /** Returns nothing if no calendar has the date. A time without a zone is taken as UTC. */
    static Optional<Instant> read(Struct s, int at) throws CorruptImageException {
        int minutes = s.u16(at) << 20 >> 20; // the lower twelve bits, with their sign
        try {
            int nanos = s.u8(at + 9) * 10_000_000 + s.u8(at + 10) * 100_000 + s.u8(at + 11) * 1_000;
            LocalDateTime local = LocalDateTime.of(
                    (short) s.u16(at + 2), s.u8(at + 4), s.u8(at + 5), s.u8(at + 6), s.u8(at + 7), s.u8(at + 8), nanos);
            int seconds = minutes == UNKNOWN_ZONE ? 0 : minutes * 60;
            return Optional.of(local.toInstant(ZoneOffset.ofTotalSeconds(seconds)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
