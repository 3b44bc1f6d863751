package dev.lifeboat.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An age as people write it: hours, days or weeks. */
final class AgeOption implements ITypeConverter<Duration> {
    /** 9,999 weeks are two hundred years. */
    private static final Pattern AGE = Pattern.compile("([1-9]\\d{0,3})([hdw])");

    @Override
    public Duration convert(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw new TypeConversionException("'" + text + "' is no age; write 12h, 30d or 4w");
        }
        long number = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }
}
