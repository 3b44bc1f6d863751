package dev.lifeboat.mount.inode;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder that is in no image. What is in it is looked for when somebody enters it. */
public final class Folder implements Place {
    private final String name;
    private final Instant time;
    private final Content content;
    private Map<String, Place> found;

    /** Looks for what is in a folder. */
    public interface Content {
        /**
         * Looks.
         *
         * @return what is there, each name once
         * @throws IOException if that cannot be told now
         */
        List<? extends Place> places() throws IOException;
    }

    /**
     * @param name from the image or the host
     * @param time that the host shows for it
     * @param content asked until it answers, then never again
     */
    public Folder(String name, Instant time, Content content) {
        this.name = name.isEmpty() ? "" : new ShownNames().of(name);
        this.time = time;
        this.content = content;
    }

    @Override
    public String name() {
        return name;
    }

    Instant time() {
        return time;
    }

    /** By name, always in the same order. */
    synchronized Map<String, Place> places() throws IOException {
        if (found == null) {
            Map<String, Place> places = new LinkedHashMap<>();
            content.places().forEach(place -> places.putIfAbsent(place.name(), place));
            found = places;
        }
        return found;
    }
}
