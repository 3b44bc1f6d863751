package dev.lifeboat.formats.fat;

import java.util.EnumSet;
import java.util.Set;

/** Attributes of a file or directory that people see, section 6.2. */
public enum FatAttribute {
    READ_ONLY(0x01),
    HIDDEN(0x02),
    SYSTEM(0x04),
    ARCHIVE(0x20);

    static final int VOLUME_LABEL = 0x08;
    static final int DIRECTORY = 0x10;
    /** All of the first four: an impossible file, by which old systems pass over a part of a long name. */
    static final int LONG_NAME = 0x0f;

    /** The upper two bits are reserved. */
    static final int MASK = 0x3f;

    private final int bit;

    FatAttribute(int bit) {
        this.bit = bit;
    }

    static Set<FatAttribute> of(int bits) {
        Set<FatAttribute> set = EnumSet.noneOf(FatAttribute.class);
        for (FatAttribute attribute : values()) {
            if ((bits & attribute.bit) != 0) {
                set.add(attribute);
            }
        }
        return Set.copyOf(set);
    }
}
