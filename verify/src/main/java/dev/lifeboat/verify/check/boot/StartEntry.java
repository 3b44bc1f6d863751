package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.bcd.BcdDevice;
import dev.lifeboat.formats.bcd.BcdObject;
import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.bcd.BcdValue;
import dev.lifeboat.formats.bcd.ObjectType;
import dev.lifeboat.formats.bcd.WellKnownObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entry of the boot store by which Windows is started. Numbers of elements: "BCD Reference" in the documentation of Windows.
 *
 * @param store that has it
 * @param object itself
 * @param isDefault whether it is started if nobody chooses
 */
record StartEntry(StoredBootStore store, BcdObject object, boolean isDefault) {
    private static final long DEVICE = 0x11000001L;
    private static final long PATH = 0x12000002L;
    private static final long DESCRIPTION = 0x12000004L;
    private static final long RECOVERY_SEQUENCE = 0x14000008L;
    private static final long RECOVERY_ENABLED = 0x16000009L;
    private static final long NO_INTEGRITY_CHECKS = 0x16000048L;
    private static final long SYSTEM_DEVICE = 0x21000001L;
    private static final long SYSTEM_ROOT = 0x22000002L;
    private static final long DISPLAY_ORDER = 0x24000001L;
    /** More than fit on a screen. */
    private static final int MOST_ENTRIES = 256;

    private static final String KERNEL = "\\system32\\ntoskrnl.exe";

    /**
     * The boot manager's default, or, if that is none of Windows, the first of Windows in its menu. A default that names a partition
     * which is not here, beside an entry that names one which is, is that of another Windows.
     */
    static Optional<StartEntry> of(RestoredComputer computer) throws IOException {
        List<StartEntry> all = all(computer);
        if (all.isEmpty() || all.get(0).isHere(computer)) {
            return all.stream().findFirst();
        }
        for (StartEntry entry : all) {
            if (entry.isHere(computer)) {
                return Optional.of(entry);
            }
        }
        return Optional.of(all.get(0));
    }

    private boolean isHere(RestoredComputer computer) throws IOException {
        return loader(computer).certainty() == Destination.Certainty.SURE
                && windows(computer).certainty() == Destination.Certainty.SURE;
    }

    private static List<StartEntry> all(RestoredComputer computer) {
        Optional<StoredBootStore> stored =
                computer.store().filter(store -> store.store().isPresent());
        if (stored.isEmpty()) {
            return List.of();
        }
        BcdStore store = stored.get().store().orElseThrow();
        List<String> ids = new ArrayList<>(store.defaultEntry().stream().toList());
        int defaults = ids.size();
        store.object(WellKnownObject.BOOTMGR.id())
                .flatMap(manager -> manager.value(DISPLAY_ORDER))
                .filter(BcdValue.OfObjectList.class::isInstance)
                .ifPresent(order -> ids.addAll(((BcdValue.OfObjectList) order).ids()));
        List<StartEntry> entries = new ArrayList<>();
        for (int i = 0; i < Math.min(ids.size(), MOST_ENTRIES); i++) {
            boolean first = i < defaults;
            store.object(ids.get(i))
                    .filter(o -> o.type().application() == ObjectType.Application.OS_LOADER)
                    .ifPresent(o -> entries.add(new StartEntry(stored.get(), o, first)));
        }
        return entries;
    }

    private Optional<String> text(long element) {
        return object.value(element)
                .filter(BcdValue.OfString.class::isInstance)
                .map(value -> ((BcdValue.OfString) value).text())
                .filter(text -> !text.isBlank());
    }

    private Optional<BcdDevice> device(long element) {
        return object.value(element)
                .filter(BcdValue.OfDevice.class::isInstance)
                .map(value -> ((BcdValue.OfDevice) value).device());
    }

    /** What people see in the menu. */
    String title() {
        return text(DESCRIPTION).orElse(object.id());
    }

    /** Path of the loader, with backslashes. */
    Optional<String> loader() {
        return text(PATH);
    }

    Optional<BcdDevice> loaderDevice() {
        return device(DEVICE);
    }

    /** The settings of the RAM disk that it is started from, which name a file of their own; empty if it is started from none. */
    Optional<BcdObject> ramDiskOptions() {
        return object.value(DEVICE)
                .filter(BcdValue.OfDevice.class::isInstance)
                .flatMap(value -> ((BcdValue.OfDevice) value).options())
                .flatMap(id -> store.store().orElseThrow().object(id));
    }

    /**
     * The file that the boot manager opens first for it: the WIM that it unpacks into memory, else the loader; empty if that is on a
     * volume that is not here.
     */
    Optional<StoredFile> firstFile(RestoredComputer computer) throws IOException {
        Optional<BcdDevice> device = loaderDevice();
        if (device.isEmpty()) {
            return Optional.empty();
        }
        boolean memory = device.get() instanceof BcdDevice.RamDisk;
        BcdDevice on = memory ? ((BcdDevice.RamDisk) device.get()).on() : device.get();
        String path = memory ? ((BcdDevice.RamDisk) device.get()).path() : loader().orElse("");
        return new DeviceFinder(computer, store.volume())
                .find(on, path)
                .volume()
                .map(volume -> new StoredFile(volume, path.replace('\\', '/')));
    }

    /** Whether the loader is told to take what is not signed (nointegritychecks). */
    boolean skipsSignatures() {
        return object.value(NO_INTEGRITY_CHECKS)
                .filter(value -> value instanceof BcdValue.OfBoolean bool && bool.yes())
                .isPresent();
    }

    /** Where the loader is. */
    Destination loader(RestoredComputer computer) throws IOException {
        return find(computer, DEVICE, loader().orElse(""));
    }

    /** Path of the kernel that the loader starts, with backslashes. */
    String kernel() {
        return text(SYSTEM_ROOT).orElse("\\Windows") + KERNEL;
    }

    /** Where the Windows is that the loader starts. */
    Destination windows(RestoredComputer computer) throws IOException {
        return find(computer, SYSTEM_DEVICE, kernel());
    }

    private Destination find(RestoredComputer computer, long element, String path) throws IOException {
        Optional<BcdDevice> device = device(element);
        return device.isEmpty()
                ? Destination.notJudged("no device")
                : new DeviceFinder(computer, store.volume()).find(device.get(), path);
    }

    /** The entries of the recovery environment that follow when a start fails; none where that is switched off. */
    List<StartEntry> recovery() {
        boolean off = object.value(RECOVERY_ENABLED)
                .filter(value -> value instanceof BcdValue.OfBoolean bool && !bool.yes())
                .isPresent();
        Optional<BcdValue> sequence = object.value(RECOVERY_SEQUENCE);
        if (off || sequence.isEmpty() || !(sequence.get() instanceof BcdValue.OfObjectList list)) {
            return List.of();
        }
        BcdStore all = store.store().orElseThrow();
        return list.ids().stream()
                .flatMap(id -> all.object(id).stream())
                .map(found -> new StartEntry(store, found, false))
                .toList();
    }
}
