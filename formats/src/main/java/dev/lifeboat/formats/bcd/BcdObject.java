package dev.lifeboat.formats.bcd;

import java.util.List;
import java.util.Optional;

/**
 * An object of the store.
 *
 * @param id its identifier, with braces, in small letters
 * @param type what it is; 0 if that cannot be read
 * @param elements in the order of their numbers
 * @param problems what of it could not be read
 */
public record BcdObject(String id, ObjectType type, List<BcdElement> elements, List<String> problems) {
    /**
     * Finds an element.
     *
     * @param code its number
     * @return its value; empty if there is none
     */
    public Optional<BcdValue> value(long code) {
        return elements.stream()
                .filter(element -> element.type().code() == code)
                .map(BcdElement::value)
                .findFirst();
    }

    /**
     * Returns what people call it.
     *
     * @return the heading that {@code bcdedit} gives it
     */
    public String title() {
        Optional<WellKnownObject> known = WellKnownObject.of(id);
        if (known.isPresent()) {
            return known.get().title();
        }
        return switch (type.kind()) {
            case APPLICATION -> type.firmwareEntry()
                    ? String.format("Firmware Application (%x)", type.code())
                    : label("Application");
            case INHERIT -> "Inherited Settings";
            case DEVICE -> "Device options";
            case UNKNOWN -> label("Object");
        };
    }

    private String label(String otherwise) {
        return type.application() == ObjectType.Application.OTHER
                ? String.format("%s (%x)", otherwise, type.code())
                : type.application().label();
    }
}
