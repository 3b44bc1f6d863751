package dev.lifeboat.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** When something was, for people: in this computer's time, and how long ago. */
final class Age {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private Age() {}

    static String local(Instant time) {
        return LOCAL.format(time.atZone(ZoneId.systemDefault()));
    }

    /**
     * Says how long ago it was, in the largest unit of which there are two.
     *
     * @param time then
     * @param now the present
     * @return such as {@code 3 days ago}; a time to come is told as such, since a clock must be wrong
     */
    static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return "in the future: a clock is wrong";
        }
        long minutes = age.toMinutes();
        if (minutes < 2) {
            return "just now";
        }
        if (minutes < 120) {
            return minutes + " minutes ago";
        }
        long hours = age.toHours();
        return hours < 48 ? hours + " hours ago" : age.toDays() + " days ago";
    }
}
