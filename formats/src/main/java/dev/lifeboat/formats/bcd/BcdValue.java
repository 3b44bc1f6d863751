package dev.lifeboat.formats.bcd;

import java.util.List;
import java.util.Optional;

/** The value of an element. */
public sealed interface BcdValue {
    /**
     * A device.
     *
     * @param device itself
     * @param options identifier of the object that has more about it
     */
    record OfDevice(BcdDevice device, Optional<String> options) implements BcdValue {}

    /**
     * A text.
     *
     * @param text up to its NUL
     */
    record OfString(String text) implements BcdValue {}

    /**
     * An object.
     *
     * @param id its identifier, with braces, in small letters
     */
    record OfObject(String id) implements BcdValue {}

    /**
     * Several objects.
     *
     * @param ids their identifiers, likewise
     */
    record OfObjectList(List<String> ids) implements BcdValue {}

    /**
     * A number.
     *
     * @param number 64 bits
     */
    record OfInteger(long number) implements BcdValue {}

    /**
     * A yes or no.
     *
     * @param yes which
     */
    record OfBoolean(boolean yes) implements BcdValue {}

    /**
     * Several numbers.
     *
     * @param numbers 64 bits each
     */
    record OfIntegerList(List<Long> numbers) implements BcdValue {}

    /**
     * Bytes that are not understood.
     *
     * @param hex all of them; empty if not even they could be read
     */
    record Raw(String hex) implements BcdValue {}
}
