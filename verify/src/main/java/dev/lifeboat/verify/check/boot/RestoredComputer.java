package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.VolumeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The computer as a restore would make it: all volumes of a set, or of a disk image, open; the subject of these checks. */
public final class RestoredComputer {
    private final String where;
    private final Scope scope;
    private final List<BootVolume> volumes;
    private final List<InstalledWindows> windows = new ArrayList<>();
    private final List<InstalledWindows> others = new ArrayList<>();
    private final List<StoredBootStore> stores = new ArrayList<>();
    private final List<Unseen> unseen = new ArrayList<>();

    /**
     * What is known of the volumes together.
     *
     * @param set whether they are those of a set: then the tables in its images need not be those of the computer's disk
     * @param complete whether every volume that could hold Windows or its boot files is here and could be looked into
     * @param firmware that the documents of the set tell
     * @param notCritical volumes that the documents say a start does not need
     * @param dataOnly whether these are all that the documents name
     */
    public record Scope(
            boolean set,
            boolean complete,
            Optional<Firmware> firmware,
            Set<VolumeName> notCritical,
            boolean dataOnly) {}

    /**
     * A volume that was not seen to the end.
     *
     * @param volume the volume
     * @param problem what kept it from being seen
     */
    record Unseen(BootVolume volume, ImageException problem) {}

    private RestoredComputer(String where, List<BootVolume> volumes, Scope scope) {
        this.where = where;
        this.volumes = List.copyOf(volumes);
        this.scope = scope;
    }

    /**
     * Looks for Windows and for boot stores.
     *
     * @param where the set or the image, for findings
     * @param volumes those whose files can be read, open as long as this is used
     * @param scope what is known of them together
     * @return what the checks ask
     * @throws IOException if the storage cannot be read
     */
    public static RestoredComputer of(String where, List<BootVolume> volumes, Scope scope) throws IOException {
        RestoredComputer computer = new RestoredComputer(where, volumes, scope);
        for (BootVolume volume : volumes) {
            computer.look(volume);
        }
        computer.setAside();
        return computer;
    }

    /** Where a folder on the way is damaged, nothing may be called missing. */
    private void look(BootVolume volume) throws IOException {
        try {
            Optional<InstalledWindows> installed = InstalledWindows.on(volume);
            installed.ifPresent(windows::add);
            for (BootFiles kind : installed.isPresent() ? List.<BootFiles>of() : List.of(BootFiles.values())) {
                volume.find(kind.manager());
                volume.find(kind.store());
            }
        } catch (ImageException e) {
            unseen.add(new Unseen(volume, e));
        }
        stores.addAll(StoredBootStore.on(volume));
    }

    /**
     * A second Windows, which the computer does not start if nobody chooses it, is not what a restore is judged by: one that the
     * documents call not critical, or, where they leave several, one that the boot store does not start.
     */
    private void setAside() throws IOException {
        windows.stream()
                .filter(w ->
                        w.volume().called().filter(scope.notCritical::contains).isPresent())
                .forEach(others::add);
        windows.removeAll(others);
        Optional<StartEntry> entry = windows.size() > 1 ? StartEntry.of(this) : Optional.empty();
        Optional<BootVolume> started =
                entry.isPresent() ? entry.get().windows(this).volume() : Optional.empty();
        if (started.filter(this::holdsWindows).isPresent()) {
            windows.stream().filter(w -> !w.volume().equals(started.get())).forEach(others::add);
            windows.removeAll(others);
        }
    }

    /**
     * Returns the set or the image.
     *
     * @return for findings
     */
    public String where() {
        return where;
    }

    boolean set() {
        return scope.set;
    }

    /** Whether the documents name volumes, and none that a start needs. */
    boolean dataOnly() {
        return scope.dataOnly;
    }

    /**
     * Tells whether every volume that could hold Windows or its boot files is here, and was seen to the end.
     *
     * @return false if something may be missing only because it was not seen
     */
    public boolean complete() {
        return scope.complete && unseen.isEmpty();
    }

    /** The kind of firmware by the documents of the set. */
    Optional<BootFiles> documented() {
        return scope.firmware.map(f -> f == Firmware.UEFI ? BootFiles.UEFI : BootFiles.BIOS);
    }

    /**
     * Returns the volumes whose files can be read.
     *
     * @return in the order of the images
     */
    public List<BootVolume> volumes() {
        return volumes;
    }

    /**
     * Returns each Windows that the computer has to start.
     *
     * @return none if no volume holds one
     */
    public List<InstalledWindows> windows() {
        return windows;
    }

    /**
     * Returns the volumes that Windows, or a boot store, lies on, as the images of a set are called.
     *
     * @return those that have a name
     */
    public Set<VolumeName> startVolumes() {
        return Stream.concat(
                        windows.stream().map(InstalledWindows::volume),
                        stores.stream().map(StoredBootStore::volume))
                .flatMap(volume -> volume.called().stream())
                .collect(Collectors.toSet());
    }

    /** Each Windows beside these. */
    List<InstalledWindows> others() {
        return others;
    }

    boolean hasWindows() {
        return !windows.isEmpty() || !others.isEmpty();
    }

    /**
     * Volumes that may hold the Windows that the computer starts, or what starts it, and could not be seen to the end. None where
     * the boot store names a Windows that was seen, nor those that a start does not need by the documents.
     */
    List<Unseen> unseen() throws IOException {
        if (unseen.isEmpty() || startIsSeen()) {
            return List.of();
        }
        return unseen.stream()
                .filter(u ->
                        u.volume().called().filter(scope.notCritical::contains).isEmpty())
                .toList();
    }

    private boolean startIsSeen() throws IOException {
        Optional<StartEntry> entry = StartEntry.of(this);
        if (entry.isEmpty()) {
            return false;
        }
        Destination to = entry.get().windows(this);
        return to.certainty() == Destination.Certainty.SURE
                && to.volume().filter(this::holdsWindows).isPresent();
    }

    boolean holdsWindows(BootVolume volume) {
        return windows.stream().anyMatch(w -> w.volume().equals(volume));
    }

    List<StoredBootStore> stores() {
        return stores;
    }

    /** The kind of firmware: by the documents, else by the disk's table, else by where the only store lies. */
    Optional<BootFiles> firmware() {
        return documented().or(this::byTable).or(this::byPlace);
    }

    /**
     * Returns the kind of firmware that this is made for.
     *
     * @return by all that tells of it, or where nothing else does, by what Windows noted at its last start; empty if nothing tells,
     *     or not all of it the same
     * @throws IOException if the storage cannot be read
     */
    public Optional<Firmware> madeFor() throws IOException {
        return FirmwareCheck.agreed(this).map(kind -> kind == BootFiles.UEFI ? Firmware.UEFI : Firmware.BIOS);
    }

    /**
     * Returns the WIMs that the boot store starts a recovery environment from when Windows does not start.
     *
     * @return there or not; none if the store names none, or no volume that is here
     * @throws IOException if the storage cannot be read
     */
    public List<StoredFile> recoveryImages() throws IOException {
        return recoveryFiles().stream()
                .filter(file -> file.path().toLowerCase(Locale.ROOT).endsWith(".wim"))
                .toList();
    }

    private List<StoredFile> recoveryFiles() throws IOException {
        List<StoredFile> named = new ArrayList<>();
        for (StartEntry entry : recoveryEntries()) {
            entry.firstFile(this).ifPresent(named::add);
        }
        return named;
    }

    private List<StartEntry> recoveryEntries() throws IOException {
        return StartEntry.of(this).map(StartEntry::recovery).orElse(List.of());
    }

    /**
     * Tells whether the boot store names recovery environments, and none of them is there.
     *
     * @return false if it names none
     * @throws IOException if the storage cannot be read
     */
    public boolean lacksNamedRecovery() throws IOException {
        for (StoredFile named : recoveryFiles()) {
            if (named.volume().has(named.path())) {
                return false;
            }
        }
        return !recoveryEntries().isEmpty();
    }

    Optional<BootFiles> byTable() {
        if (volumes.stream().anyMatch(BootVolume::efiSystem)) {
            return Optional.of(BootFiles.UEFI);
        }
        // What Windows marks in the images of a set is not known.
        return !scope.set && volumes.stream().anyMatch(BootVolume::active)
                ? Optional.of(BootFiles.BIOS)
                : Optional.empty();
    }

    Optional<BootFiles> byPlace() {
        List<BootFiles> kinds =
                stores.stream().map(StoredBootStore::kind).distinct().toList();
        return kinds.size() == 1 ? Optional.of(kinds.get(0)) : Optional.empty();
    }

    /** The store that the firmware comes to: of several, the one where it looks first. */
    Optional<StoredBootStore> store() {
        Optional<BootFiles> kind = firmware();
        return stores.stream()
                .filter(store -> kind.isEmpty() || store.kind() == kind.get())
                .min(Comparator.comparing(
                        store -> !store.volume().efiSystem() && !store.volume().active()));
    }

    /**
     * Finds the volume that the store or the registry means. In a set the name of the image file counts for more than the table
     * in the image, as it is known to be that of the computer's volume; what the registry has under that name counts as well.
     *
     * @param id of a partition
     * @return empty if none has it
     */
    public Optional<BootVolume> volume(VolumeId id) {
        return volumes.stream()
                .filter(volume -> byName(volume).contains(id))
                .findFirst()
                .or(() -> volumes.stream()
                        .filter(volume -> volume.idInTable().filter(id::equals).isPresent())
                        .findFirst());
    }

    /** Whether an id is that of a volume, by its name or by its place on the disk in the image. */
    boolean means(BootVolume volume, VolumeId id) {
        return byName(volume).contains(id)
                || volume.idInTable().filter(id::equals).isPresent();
    }

    private Set<VolumeId> byName(BootVolume volume) {
        Set<VolumeId> ids = new LinkedHashSet<>(volume.idsByName());
        volume.called()
                .ifPresent(name ->
                        windows.forEach(w -> w.mounted().volume(name.guid()).ifPresent(ids::add)));
        return ids;
    }
}
