package dev.lifeboat.cli;

import dev.lifeboat.verify.check.fit.DiskSize;
import dev.lifeboat.verify.check.fit.TargetDisk;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a disk as people write it: as printed on it (512GB, 1.92TB, decimal), as Windows counts (476.9GiB, binary), or in
 * bytes. Only the last is exact: a size in any other unit is every size that is written with these digits, and on a label every size that
 * is sold under it.
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
        BigDecimal number = new BigDecimal(matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2)));
        BigDecimal bytes = number.multiply(BigDecimal.valueOf(UNITS.get(unit)));
        if (bytes.signum() == 0 || bytes.compareTo(MOST) > 0) {
            throw new TypeConversionException("'" + text + "' is the size of no disk");
        }
        return TargetDisk.described("a disk of " + text, size(number, unit, bytes));
    }

    private static DiskSize size(BigDecimal number, String unit, BigDecimal bytes) {
        if (unit.equals("B")) {
            return DiskSize.exactly(bytes.longValue()); // a part of a byte is none
        }
        DiskSize written = written(number, BigDecimal.valueOf(UNITS.get(unit)));
        if (!unit.equals("GB") && !unit.equals("TB")) {
            return written;
        }
        DiskSize label = DiskSize.labelled(bytes.longValue());
        boolean customary = DiskSize.isCustomary(label.least());
        // What is printed on a disk is a whole number that disks are sold with; with a fraction it may be that, or a
        // program's. With another number it is most likely one of Windows', which calls GiB so.
        if (customary && number.scale() == 0 && label.least() < label.most()) {
            return label;
        }
        long most = customary
                ? label.most()
                : written(number, BigDecimal.valueOf(UNITS.get(unit.replace("B", "IB"))))
                        .most();
        return new DiskSize(Math.min(label.least(), written.least()), Math.max(most, written.most()));
    }

    /** All that is written so, whether it is rounded or cut off behind the last digit. */
    private static DiskSize written(BigDecimal number, BigDecimal unit) {
        BigDecimal last = number.ulp();
        BigDecimal least = number.subtract(last.divide(BigDecimal.valueOf(2))).multiply(unit);
        BigDecimal beyond = number.add(last).multiply(unit);
        return new DiskSize(
                least.setScale(0, RoundingMode.CEILING).longValueExact(),
                beyond.setScale(0, RoundingMode.CEILING).longValueExact() - 1);
    }
}
