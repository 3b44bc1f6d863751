package dev.lifeboat.formats.bcd;

import java.util.Optional;

/**
 * An element of an object.
 *
 * @param type what it says
 * @param value the value; raw bytes where they do not fit the type
 * @param problem why the value is not what its type calls for
 */
public record BcdElement(ElementType type, BcdValue value, Optional<String> problem) {}
