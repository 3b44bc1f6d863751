package dev.lifeboat.cli;

import dev.lifeboat.verify.check.fit.DiskSize;
import dev.lifeboat.verify.check.fit.TargetDisk;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a disk as people write it: as printed on it (512GB, 1.92TB, decimal), as Windows counts (476.9GiB, binary), or in
 * bytes.
 */
final class DiskSizeOption implements ITypeConverter<TargetDisk> {
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,18})(\\.\\d{1,6})? ?(B|[MGT]B|[MGT]IB)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> UNITS = Map.of(
            "B", 1L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L,
            "MIB", 1L << 20,
            "GIB", 1L << 30,
            "TIB", 1L << 40);
    /** Far beyond any disk: 2^60 bytes. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 60);

    @Override
    public TargetDisk convert(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text
                    + "' is no size of a disk; write 512GB as printed on it, 476.9GiB, or the number of bytes");
        }
        String unit = matcher.group(3) == null ? "B" : matcher.group(3).toUpperCase(Locale.ROOT);
        String number = matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2));
        BigDecimal bytes = new BigDecimal(number).multiply(BigDecimal.valueOf(UNITS.get(unit)));
        if (bytes.signum() == 0 || bytes.compareTo(MOST) > 0) {
            throw new TypeConversionException("'" + text + "' is the size of no disk");
        }
        boolean onLabel = unit.equals("GB") || unit.equals("TB");
        long least = bytes.longValue(); // a part of a byte is none
        return TargetDisk.described("a disk of " + text, onLabel ? DiskSize.labelled(least) : DiskSize.exactly(least));
    }
}
