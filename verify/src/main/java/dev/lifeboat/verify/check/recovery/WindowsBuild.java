package dev.lifeboat.verify.check.recovery;

/**
 * Numbers of builds of Windows. Some versions are made from another by a small update that only switches features on (Microsoft: enablement
 * packages); they have the same files, and a recovery environment keeps the number of the first of them.
 */
final class WindowsBuild {
    /** The first and the last build of such a family. */
    private static final long[][] FAMILIES = {{18362, 18363}, {19041, 19045}, {22621, 22631}, {26100, 26200}};

    private static final long USB_BUILD = 26_100;
    private static final long FIRST_WITHOUT_USB = 6_899;
    private static final long LAST_WITHOUT_USB = 6_900;

    private WindowsBuild() {}

    /**
     * Returns the build that a recovery environment for a Windows has.
     *
     * @param build of the Windows
     * @return the same, or that of the first version of its family
     */
    static long base(long build) {
        for (long[] family : FAMILIES) {
            if (build >= family[0] && build <= family[1]) {
                return family[0];
            }
        }
        return build;
    }

    /**
     * Tells whether keyboards and mice on USB are dead in a recovery environment (KB5066835 of October 2025; KB5070773 mends it).
     *
     * @param build of the environment
     * @param update the number behind the dot
     * @return true for those of which it is reported
     */
    static boolean withoutUsb(long build, long update) {
        return base(build) == USB_BUILD && update >= FIRST_WITHOUT_USB && update <= LAST_WITHOUT_USB;
    }
}
