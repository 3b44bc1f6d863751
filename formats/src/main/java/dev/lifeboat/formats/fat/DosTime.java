package dev.lifeboat.formats.fat;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/** Date and time in 16 bits each, section 6.3: of the clock on the wall, wherever that was, from 1980 to 2107. */
final class DosTime {
    private DosTime() {}

    /**
     * Reads a time.
     *
     * @param date 0 where there is none
     * @param time in units of two seconds
     * @param hundredths 0 to 199, to add
     * @return nothing for what no calendar has
     */
    static Optional<LocalDateTime> of(int date, int time, int hundredths) {
        int seconds = (time & 0x1f) * 2;
        if (date == 0 || seconds > 59 || hundredths > 199) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            1980 + (date >> 9),
                            (date >> 5) & 0x0f,
                            date & 0x1f,
                            time >> 11,
                            (time >> 5) & 0x3f,
                            seconds)
                    .plusNanos(hundredths * 10_000_000L));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
