package dev.lifeboat.formats.windows;

/**
 * Somebody who has logged on to that Windows.
 *
 * @param sid the security identifier: {@code S-1-5-21-...}
 * @param folder with the user's files, as Windows names it: {@code C:\Users\Anna}
 */
public record UserProfile(String sid, String folder) {
    /**
     * Returns the name of the folder, which is most often the user's.
     *
     * @return the last part of the path
     */
    public String name() {
        return folder.substring(folder.lastIndexOf('\\') + 1);
    }
}
