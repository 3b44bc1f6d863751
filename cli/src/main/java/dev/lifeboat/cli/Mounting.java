package dev.lifeboat.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How this system shows images in a folder. */
interface Mounting {
    /**
     * A mount of Lifeboat.
     *
     * @param where its folder
     * @param source the image or backup
     * @param answers whether its process still does
     */
    record Mounted(String where, String source, boolean answers) {}

    /**
     * Shows images until the mount is ended.
     *
     * @param request what and where
     * @return the exit code
     * @throws IOException if the images cannot be read
     */
    int mount(MountRequest request) throws IOException;

    /**
     * Lists the mounts of Lifeboat.
     *
     * @return in the order in which they were made
     * @throws IOException if the system does not tell
     */
    List<Mounted> mounts() throws IOException;

    /**
     * Ends a mount.
     *
     * @param request which
     * @throws IOException if the system does not tell what is mounted
     */
    void unmount(UnmountRequest request) throws IOException;

    /**
     * Finds the way of this system.
     *
     * @return it
     * @throws FailedException if there is none
     */
    static Mounting ofThisSystem() {
        String system = System.getProperty("os.name", "");
        String processor = System.getProperty("os.arch", "");
        return of(system, processor);
    }

    /**
     * Finds the way of a system.
     *
     * @param system as Java calls it
     * @param processor likewise
     * @return it
     * @throws FailedException if there is none
     */
    static Mounting of(String system, String processor) {
        if (system.toLowerCase(Locale.ROOT).startsWith("linux")
                && List.of("amd64", "aarch64").contains(processor)) {
            return new LinuxMounting();
        }
        if (system.toLowerCase(Locale.ROOT).startsWith("windows") && processor.equals("amd64")) {
            return new WindowsMounting();
        }
        throw new FailedException(
                ExitCode.FAILED,
                "mounting works on Windows on x86-64, and on Linux on x86-64 and aarch64; this is " + system + " on "
                        + processor
                        + ". What works here: 'lifeboat ls' and 'find' list files, 'extract' and 'cat' copy them, 'serve' shows"
                        + " volumes as network block devices.");
    }
}
