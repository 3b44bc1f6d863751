package dev.lifeboat.verify.seal;

import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the findings of this package are made of. */
final class Words {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int PLACES = 3;
    /** Of each kind, so that a hundred files of one do not hide the others. */
    private static final int NAMES = 3;

    private Words() {}

    static String date(Instant time) {
        return DATE.format(time);
    }

    static String count(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
    }

    /** Where the first of them are: {@code at 0x100000, 0x300000 and 2 more places}. */
    static String places(Spans spans) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < Math.min(PLACES, spans.count()); i++) {
            places.add("0x" + Long.toHexString(spans.start(i)));
        }
        String more =
                spans.count() > PLACES ? " and " + count(spans.count() - PLACES, "more place", "more places") : "";
        return "at " + String.join(", ", places) + more;
    }

    /** Who lies there, the most important first: {@code the registry hive SOFTWARE, /Users/me/a.txt and 4 more}. */
    static String names(Owners owners) {
        List<String> names = new ArrayList<>();
        long more = 0;
        for (OwnerKind kind : OwnerKind.values()) {
            List<Owner> some =
                    owners.all().stream().filter(one -> one.kind() == kind).toList();
            some.stream().limit(NAMES).map(Owner::name).forEach(names::add);
            more += Math.max(0, some.size() - NAMES) + owners.omitted(kind);
        }
        return String.join(", ", names) + (more > 0 ? String.format(Locale.ROOT, " and %,d more", more) : "");
    }
}
