package dev.lifeboat.formats.bcd;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A BCD store, read whole: it is small.
 *
 * @param objects in the order of their identifiers
 * @param problems what could not be read, apart from what objects and elements say themselves
 */
public record BcdStore(List<BcdObject> objects, List<String> problems) {
    private static final String OBJECTS = "Objects";
    private static final String DESCRIPTION = "Description";
    private static final String ELEMENTS = "Elements";
    private static final int MOST_OBJECTS = 10_000;
    private static final int MOST_ELEMENTS = 100_000;

    /**
     * Tells whether a hive is a BCD store.
     *
     * @param hive any
     * @return true if it has the keys of one
     * @throws ImageException if its first keys cannot be read
     * @throws IOException if the storage cannot be read
     */
    public static boolean isStore(Hive hive) throws IOException {
        return hive.find(OBJECTS).isPresent()
                && hive.find(DESCRIPTION).isPresent()
                && hive.find(DESCRIPTION).get().value("KeyName").isPresent();
    }

    /**
     * Reads a store. One bad object or element does not keep the others from being read.
     *
     * @param hive the store's hive
     * @return the store
     * @throws CorruptImageException if the hive has no list of objects
     * @throws UnsupportedImageException if there are thousands of objects or elements
     * @throws IOException if the storage cannot be read
     */
    public static BcdStore read(Hive hive) throws IOException {
        RegistryKey objects = hive.find(OBJECTS)
                .orElseThrow(
                        () -> new UnsupportedImageException(hive.toString(), "is no BCD store: it has no key Objects"));
        List<String> problems = new ArrayList<>();
        List<BcdObject> found = new ArrayList<>();
        int elements = 0;
        List<RegistryKey> keys = objects.subkeys(damage -> problems.add(damage.getMessage()));
        if (keys.size() > MOST_OBJECTS) {
            throw tooMany(hive, keys.size() + " objects");
        }
        for (RegistryKey key : keys) {
            BcdObject object = object(key);
            elements += object.elements().size();
            if (elements > MOST_ELEMENTS) {
                throw tooMany(hive, "more than " + MOST_ELEMENTS + " elements");
            }
            found.add(object);
        }
        return new BcdStore(List.copyOf(found), List.copyOf(problems));
    }

    private static UnsupportedImageException tooMany(Hive hive, String what) {
        return new UnsupportedImageException(hive.toString(), "a BCD store with " + what + " is not supported");
    }

    private static BcdObject object(RegistryKey key) throws IOException {
        List<String> problems = new ArrayList<>();
        List<BcdElement> elements = new ArrayList<>();
        ObjectType type = new ObjectType(0);
        try {
            Optional<RegistryValue> stored = value(key, DESCRIPTION, "Type");
            OptionalLong code = stored.isPresent() ? stored.get().number() : OptionalLong.empty();
            if (code.isPresent()) {
                type = new ObjectType(code.getAsLong());
            } else {
                problems.add("its type is missing");
            }
            Optional<RegistryKey> list = key.subkey(ELEMENTS);
            if (list.isPresent()) {
                for (RegistryKey element : list.get().subkeys(damage -> problems.add(damage.getMessage()))) {
                    ElementReader.read(element, problems::add).ifPresent(elements::add);
                }
            }
        } catch (ImageException e) {
            problems.add(e.getMessage());
        }
        return new BcdObject(key.name().toLowerCase(Locale.ROOT), type, List.copyOf(elements), List.copyOf(problems));
    }

    private static Optional<RegistryValue> value(RegistryKey key, String subkey, String name) throws IOException {
        Optional<RegistryKey> found = key.subkey(subkey);
        return found.isPresent() ? found.get().value(name) : Optional.empty();
    }

    /**
     * Finds an object.
     *
     * @param id with braces, in small letters
     * @return empty if the store has none
     */
    public Optional<BcdObject> object(String id) {
        return objects.stream().filter(object -> object.id().equals(id)).findFirst();
    }

    /**
     * Returns which entry the boot manager starts if nobody chooses.
     *
     * @return its identifier; empty if the boot manager has no default
     */
    public Optional<String> defaultEntry() {
        return object(WellKnownObject.BOOTMGR.id())
                .flatMap(manager -> manager.value(0x23000003L))
                .map(value -> value instanceof BcdValue.OfObject object ? object.id() : null);
    }
}
