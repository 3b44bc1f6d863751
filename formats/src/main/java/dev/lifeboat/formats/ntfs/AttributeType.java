package dev.lifeboat.formats.ntfs;

/** The type codes of attributes that are read here; others are kept with their number. */
public final class AttributeType {
    public static final int STANDARD_INFORMATION = 0x10;
    public static final int ATTRIBUTE_LIST = 0x20;
    public static final int FILE_NAME = 0x30;
    public static final int OBJECT_ID = 0x40;
    public static final int SECURITY_DESCRIPTOR = 0x50;
    public static final int VOLUME_NAME = 0x60;
    public static final int VOLUME_INFORMATION = 0x70;
    public static final int DATA = 0x80;
    public static final int INDEX_ROOT = 0x90;
    public static final int INDEX_ALLOCATION = 0xa0;
    public static final int BITMAP = 0xb0;
    public static final int REPARSE_POINT = 0xc0;
    public static final int EA_INFORMATION = 0xd0;
    public static final int EA = 0xe0;
    public static final int LOGGED_UTILITY_STREAM = 0x100;

    /** In place of a type: no more attributes. */
    static final int END = 0xffff_ffff;

    private AttributeType() {}

    /**
     * Returns the name that Windows' $AttrDef gives a type.
     *
     * @param type a code
     * @return such as {@code $DATA}; for an unknown one its number in hexadecimal
     */
    public static String name(int type) {
        return switch (type) {
            case STANDARD_INFORMATION -> "$STANDARD_INFORMATION";
            case ATTRIBUTE_LIST -> "$ATTRIBUTE_LIST";
            case FILE_NAME -> "$FILE_NAME";
            case OBJECT_ID -> "$OBJECT_ID";
            case SECURITY_DESCRIPTOR -> "$SECURITY_DESCRIPTOR";
            case VOLUME_NAME -> "$VOLUME_NAME";
            case VOLUME_INFORMATION -> "$VOLUME_INFORMATION";
            case DATA -> "$DATA";
            case INDEX_ROOT -> "$INDEX_ROOT";
            case INDEX_ALLOCATION -> "$INDEX_ALLOCATION";
            case BITMAP -> "$BITMAP";
            case REPARSE_POINT -> "$REPARSE_POINT";
            case EA_INFORMATION -> "$EA_INFORMATION";
            case EA -> "$EA";
            case LOGGED_UTILITY_STREAM -> "$LOGGED_UTILITY_STREAM";
            default -> "attribute 0x" + Integer.toHexString(type);
        };
    }
}
