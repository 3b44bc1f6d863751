package dev.lifeboat.mount.fuse;

/** The options of a mount, as libfuse and fusermount3 take them. */
final class MountOptions {
    /** What the system shows as the kind of the mount, behind {@code fuse.}. */
    static final String SUBTYPE = "lifeboat";

    private MountOptions() {}

    /**
     * Puts them together. Nothing is ever written, no program gets rights by its file, devices are no devices.
     *
     * @param source what the system shows as mounted
     * @param allowOther whether other users may enter
     * @return the options
     */
    static String text(String source, boolean allowOther) {
        return "ro,nosuid,nodev,default_permissions,auto_unmount,subtype=" + SUBTYPE
                + (allowOther ? ",allow_other" : "") + ",fsname=" + escaped(source);
    }

    /** A comma would end the option. */
    private static String escaped(String source) {
        return source.replace("\\", "\\\\").replace(",", "\\,");
    }
}
