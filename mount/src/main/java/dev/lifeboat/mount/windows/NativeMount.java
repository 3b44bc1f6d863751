package dev.lifeboat.mount.windows;

import dev.lifeboat.mount.windows.DiskVolumes.FileSystem;
import dev.lifeboat.mount.windows.DiskVolumes.Volume;
import dev.lifeboat.mount.windows.NativeRequest.Showing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An image that Windows shows as a disk, read-only. Whatever fails on the way, what was done before is undone; closing undoes all.
 */
public final class NativeMount implements Closeable {
    /** Volumes arrive some time after the disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 100;
    private static final List<String> CHILDREN = List.of("written.vhd", "written.vhdx");

    private final WindowsApi api;
    private final NativeRequest request;
    private final Consumer<String> told;
    private final Duration patience;
    private final Deque<Step> undo = new ArrayDeque<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private Optional<Path> temporary = Optional.empty();
    private Optional<Path> note = Optional.empty();
    private Path attached;
    private VirtualDisk disk;
    private int drive = -1;

    /** How something that was done is undone. */
    private record Step(String what, Action action) {}

    private interface Action {
        void run() throws IOException;
    }

    /**
     * A volume that can be looked into now.
     *
     * @param name for a person
     * @param place where
     * @param fileSystem as Windows calls it
     * @param readOnly whether Windows writes nothing to it
     */
    public record Shown(String name, String place, String fileSystem, boolean readOnly) {}

    private NativeMount(WindowsApi api, NativeRequest request, Consumer<String> told, Duration patience) {
        this.api = api;
        this.request = request;
        this.told = told;
        this.patience = patience;
        this.attached = request.image();
    }

    /**
     * Mounts an image.
     *
     * @param request what and where
     * @param told receives what is being done, line by line
     * @return the mount, to be closed, or to be left with {@link #leave}
     * @throws MountRefusedException if Windows would not mount it, or should not
     * @throws NotElevatedException if this process lacks the rights
     * @throws WindowsException if Windows refuses
     * @throws IOException if something else fails
     */
    public static NativeMount mount(NativeRequest request, Consumer<String> told) throws IOException {
        return mount(
                WindowsApi.load(), new Privileges(Kernel32.load(), Advapi32.load())::enable, request, told, PATIENCE);
    }

    /** Wakes a right of this process. */
    interface Rights {
        boolean enable(String name);
    }

    /** As above, with stand-ins for Windows, and another patience. */
    static NativeMount mount(
            WindowsApi api, Rights rights, NativeRequest request, Consumer<String> told, Duration patience)
            throws IOException {
        NativeMount mount = new NativeMount(api, request, told, patience);
        try {
            mount.run(rights);
            return mount;
        } catch (IOException | RuntimeException e) {
            mount.undo(e);
            throw e;
        }
    }

    private void run(Rights rights) throws IOException {
        new HostFile(api, request.image()).check(Optional.ofNullable(System.getenv("COMPUTERNAME")));
        refuseIfAttached();
        if (!rights.enable("SeManageVolumePrivilege")) {
            throw new NotElevatedException();
        }
        rights.enable(
                "SeBackupPrivilege"); // to read image files that only backup operators may read; others need it not
        attach();
        drive = disk.drive();
        told.accept("Attached as disk " + drive
                + (request.overlay() ? ", with a temporary file for what is written." : ", read-only."));
        bringOnline();
        List<Volume> volumes = await();
        for (int i = 0; i < volumes.size(); i++) {
            show(request.volumes().get(i), volumes.get(i));
        }
        note();
    }

    private void refuseIfAttached() throws IOException {
        OptionalInt already = new AttachedDisks(api).of(request.image());
        if (already.isPresent()) {
            DiskVolumes volumes = new DiskVolumes(api);
            List<String> places = volumes.on(already.getAsInt()).stream()
                    .flatMap(volume -> volumes.places(volume.name()).stream())
                    .toList();
            throw new MountRefusedException(
                    request.image() + " is mounted already, as disk " + already.getAsInt()
                            + (places.isEmpty() ? "" : ", at " + String.join(" and ", places))
                            + ". \"lifeboat unmount\" ends a mount of Lifeboat; others end in Disk Management, with \"Detach VHD\".");
        }
    }

    private void attach() throws IOException {
        int flags = VirtDisk.ATTACH_NO_DRIVE_LETTER | VirtDisk.ATTACH_NO_SECURITY_DESCRIPTOR;
        flags |= request.background() ? VirtDisk.ATTACH_PERMANENT_LIFETIME : 0;
        if (request.overlay()) {
            makeChild();
            disk = VirtualDisk.openChild(api, attached);
        } else {
            disk = VirtualDisk.open(api, attached);
            flags |= VirtDisk.ATTACH_READ_ONLY;
        }
        undo.push(new Step("close the image", disk::close));
        try {
            disk.attach(flags);
        } catch (WindowsException e) {
            throw WindowsError.PRIVILEGE_NOT_HELD.is(e.code()) ? new NotElevatedException() : e;
        }
        undo.push(new Step("detach the disk", disk::detach));
    }

    /** The folder of temporary files of this user, who alone may read it; the child holds what Windows writes. */
    private void makeChild() throws IOException {
        Path folder = Files.createTempDirectory("lifeboat-mount-");
        temporary = Optional.of(folder);
        undo.push(new Step("remove the temporary files", () -> remove(folder)));
        String name = request.image().toString().toLowerCase(Locale.ROOT);
        attached = folder.resolve(CHILDREN.get(name.endsWith(".vhd") ? 0 : 1));
        VirtualDisk.createChild(api, request.image(), attached);
    }

    /** Nothing else is removed, whatever a note says: it may be read with more rights than it was written with. */
    static void remove(Path folder) throws IOException {
        for (String name : CHILDREN) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }

    private void bringOnline() throws IOException {
        DiskState state = new DiskState(api.kernel(), drive);
        if (!state.offline()) {
            return;
        }
        OptionalInt twin = state.twin();
        if (twin.isPresent() && !request.overlay()) {
            throw new MountRefusedException(
                    "Windows leaves the disk of the image offline, since disk " + twin.getAsInt()
                            + " has the same signature: it is the one that was backed up, or another copy. With --overlay the image gets"
                            + " another signature, in a temporary file. \"lifeboat ls\" and \"lifeboat extract\" do not care.");
        }
        if (!state.bringOnline() && state.offline()) {
            throw new MountRefusedException(
                    "A policy of this computer leaves new disks offline, and this one could not be brought"
                            + " online. In Disk Management, right-click disk " + drive
                            + " and choose \"Online\". \"lifeboat ls\" and"
                            + " \"lifeboat extract\" need none of this.");
        }
        told.accept("Windows had left the disk offline, by a policy of this computer; it was brought online.");
    }

    /** Finds the volumes that are asked for, in their order. */
    private List<Volume> await() throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Volume> there = new DiskVolumes(api).on(drive);
            List<Volume> wanted = new ArrayList<>();
            Showing missing = null;
            for (Showing showing : request.volumes()) {
                Optional<Volume> volume = there.stream()
                        .filter(found -> found.offset() == showing.offset())
                        .findFirst();
                volume.ifPresent(wanted::add);
                missing = volume.isPresent() ? missing : showing;
            }
            if (missing == null) {
                return wanted;
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        missing.name() + " did not appear within " + patience.toSeconds() + " s. " + wayOut());
            }
            Waiting.pause(POLL_MILLIS);
        }
    }

    private String wayOut() {
        return (request.overlay()
                        ? ""
                        : "Some volumes Windows mounts only where it can write: try --overlay, which lets it write into a temporary"
                                + " file. ")
                + "\"lifeboat ls\" and \"lifeboat extract\" need no mounting.";
    }

    private void show(Showing showing, Volume volume) throws IOException {
        DiskVolumes volumes = new DiskVolumes(api);
        if (showing.inFolder()) {
            makeFolder(Path.of(showing.place()));
        }
        volumes.show(volume.name(), showing.place());
        names.add(volume.name());
        undo.push(new Step("free " + showing.place(), () -> volumes.hide(showing.place())));
        Optional<FileSystem> fileSystem = volumes.fileSystem(showing.place());
        if (fileSystem.isEmpty()) {
            throw new IOException("Windows does not mount " + showing.name() + ". " + wayOut());
        }
        shown.add(new Shown(
                showing.name(),
                showing.place(),
                fileSystem.get().name(),
                fileSystem.get().readOnly()));
    }

    private void makeFolder(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = folder.toAbsolutePath().normalize();
                path != null && !Files.exists(path);
                path = path.getParent()) {
            missing.push(path);
        }
        for (Path path : missing) {
            Files.createDirectory(path);
            folders.add(path);
            undo.push(new Step("remove the folder " + path, () -> Files.deleteIfExists(path)));
        }
    }

    private void note() throws IOException {
        MountRecord mount = new MountRecord(
                request.where(),
                request.image().toAbsolutePath(),
                attached.toAbsolutePath(),
                temporary,
                request.volumes().stream().map(Showing::place).toList(),
                List.copyOf(names),
                List.copyOf(folders),
                ProcessHandle.current().pid(),
                request.background(),
                Instant.now());
        note = Optional.of(new MountRecords(request.notes()).add(mount));
    }

    /**
     * Returns what can be looked into.
     *
     * @return in the order of the request
     */
    public List<Shown> shown() {
        return List.copyOf(shown);
    }

    /**
     * Returns the number of the disk.
     *
     * @return the N of <code>\\.\PhysicalDriveN</code>
     */
    public int drive() {
        return drive;
    }

    /** Leaves a mount that stays to itself: only what this process holds of it is given up. */
    public void leave() {
        undo.clear();
        note = Optional.empty();
        disk.close();
    }

    private void undo(Exception cause) {
        while (!undo.isEmpty()) {
            Step step = undo.pop();
            try {
                step.action().run();
            } catch (IOException e) {
                cause.addSuppressed(e);
                told.accept("Could not " + step.what() + ": " + e.getMessage());
            }
        }
    }

    /**
     * Ends the mount.
     *
     * @throws IOException the first thing that could not be undone; the rest was tried, and the note of it stays for another try
     */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!undo.isEmpty()) {
            try {
                undo.pop().action().run();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (note.isPresent()) {
            Files.deleteIfExists(note.get());
            note = Optional.empty();
        }
    }
}
