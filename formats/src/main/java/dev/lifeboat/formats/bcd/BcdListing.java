package dev.lifeboat.formats.bcd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store as {@code bcdedit /enum all} lists it: each object with a heading, each element with its name and words for its
 * value.
 */
public final class BcdListing {
    private final BcdStore store;
    private final Function<BcdDevice, Optional<String>> volumes;

    /**
     * Prepares a listing.
     *
     * @param store to be listed
     * @param volumes says what people call a {@link BcdDevice.GptPartition} or {@link BcdDevice.MbrPartition}, if anything
     *     is known of it
     */
    public BcdListing(BcdStore store, Function<BcdDevice, Optional<String>> volumes) {
        this.store = store;
        this.volumes = volumes;
    }

    /**
     * An object.
     *
     * @param title what it is
     * @param id its identifier
     * @param alias the short name of an object that every store has, or <code>{default}</code>
     * @param lines its elements
     * @param problems what of it could not be read
     */
    public record Entry(String title, String id, Optional<String> alias, List<Line> lines, List<String> problems) {}

    /**
     * An element.
     *
     * @param name as {@code bcdedit} calls it
     * @param type its number
     * @param values one, or those of a list
     * @param problem why it is shown as bytes
     */
    public record Line(String name, ElementType type, List<String> values, Optional<String> problem) {}

    /**
     * Lists all objects: the boot managers, what they start, and then all else.
     *
     * @return in the order in which people look for them
     */
    public List<Entry> entries() {
        List<BcdObject> objects = new ArrayList<>(store.objects());
        objects.sort(Comparator.comparingInt(BcdListing::rank));
        return objects.stream().map(this::entry).toList();
    }

    private static int rank(BcdObject object) {
        ObjectType type = object.type();
        if (type.firmwareEntry()) {
            return 3;
        }
        return switch (type.kind()) {
            case APPLICATION -> switch (type.application()) {
                case FIRMWARE_BOOT_MANAGER -> 0;
                case BOOT_MANAGER -> 1;
                case OS_LOADER -> 4;
                case RESUME -> 5;
                default -> 6;
            };
            case INHERIT -> 7;
            case DEVICE -> 8;
            case UNKNOWN -> 9;
        };
    }

    private Entry entry(BcdObject object) {
        List<Line> lines = new ArrayList<>();
        for (BcdElement element : object.elements()) {
            String name = element.type().name(object.type());
            lines.add(new Line(name, element.type(), words(element.value(), name, object.type()), element.problem()));
        }
        return new Entry(object.title(), object.id(), alias(object.id()), lines, object.problems());
    }

    private Optional<String> alias(String id) {
        return WellKnownObject.of(id)
                .map(WellKnownObject::alias)
                .or(() -> store.defaultEntry().filter(id::equals).map(any -> WellKnownObject.DEFAULT.alias()));
    }

    private List<String> words(BcdValue value, String name, ObjectType object) {
        if (value instanceof BcdValue.OfDevice device) {
            return List.of(new DeviceText(volumes, object).of(device));
        } else if (value instanceof BcdValue.OfString string) {
            return List.of(string.text());
        } else if (value instanceof BcdValue.OfObject one) {
            return List.of(name.equals("default") ? one.id() : shown(one.id())); // else it would only name itself
        } else if (value instanceof BcdValue.OfObjectList list) {
            return list.ids().stream().map(this::shown).toList();
        } else if (value instanceof BcdValue.OfInteger integer) {
            return List.of(
                    ValueNames.word(name, integer.number()).orElseGet(() -> Long.toUnsignedString(integer.number())));
        } else if (value instanceof BcdValue.OfBoolean flag) {
            return List.of(flag.yes() ? "Yes" : "No");
        } else if (value instanceof BcdValue.OfIntegerList list) {
            return list.numbers().stream().map(n -> "0x" + Long.toHexString(n)).toList();
        }
        return List.of(((BcdValue.Raw) value).hex());
    }

    private String shown(String id) {
        return alias(id).orElse(id);
    }
}
