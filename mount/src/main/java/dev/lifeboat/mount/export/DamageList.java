package dev.lifeboat.mount.export;

import java.util.ArrayList;
import java.util.List;

/** Damaged places, those that touch put together. */
final class DamageList {
    private static final int MOST = 1000;

    private final List<ExportResult.Damaged> places = new ArrayList<>();
    private long more;
    private long end = -1;

    void add(List<UnitReader.Damage> damage) {
        for (UnitReader.Damage each : damage) {
            if (each.offset() == end && more == 0) {
                ExportResult.Damaged last = places.remove(places.size() - 1);
                places.add(new ExportResult.Damaged(last.offset(), last.length() + each.length(), last.reason()));
            } else if (places.size() < MOST) {
                places.add(new ExportResult.Damaged(each.offset(), each.length(), each.reason()));
            } else {
                more += each.offset() == end ? 0 : 1;
            }
            end = each.offset() + each.length();
        }
    }

    List<ExportResult.Damaged> places() {
        return List.copyOf(places);
    }

    long more() {
        return more;
    }
}
