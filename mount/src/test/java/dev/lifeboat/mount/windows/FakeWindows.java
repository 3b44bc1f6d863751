package dev.lifeboat.mount.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** As much of Windows as a mount asks for: files become disks with volumes, and every call is noted. Structures are read by their offsets. */
final class FakeWindows implements VirtDisk, Kernel32, VolumeApi {
    /** What was called, as {@code Function(what matters)}. */
    final List<String> calls = new ArrayList<>();

    /** Functions that fail, with their code. */
    final Map<String, Integer> failing = new HashMap<>();

    /** Offsets of the volumes of each disk. */
    final List<Long> volumes = new ArrayList<>(List.of(1L << 20, 16L << 20));

    /** Attached files by their number. */
    final Map<Integer, String> attached = new TreeMap<>();

    final Map<String, String> places = new TreeMap<>();
    private final Map<Long, String> handles = new HashMap<>();
    int attributes;
    boolean offline;
    boolean twin;
    boolean unmountable;
    int looksUntilVolumesArrive;
    private long next = 100;
    private int search;

    WindowsApi api() {
        return new WindowsApi(this, this, this);
    }

    /** Handles that were never closed. */
    List<String> open() {
        return List.copyOf(handles.values());
    }

    private int code(String function) {
        return failing.getOrDefault(function, 0);
    }

    private boolean done(String function) {
        int code = code(function);
        Native.setLastError(code);
        return code == 0;
    }

    private Pointer handle(String of) {
        handles.put(next, of);
        return Pointer.createConstant(next++);
    }

    private String of(Pointer handle) {
        return handles.getOrDefault(Pointer.nativeValue(handle), "closed");
    }

    private static String text(Pointer at) {
        StringBuilder text = new StringBuilder();
        for (long i = 0; at.getShort(i) != 0; i += 2) {
            text.append((char) at.getShort(i));
        }
        return text.toString();
    }

    private static void put(Pointer at, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_16LE);
        at.write(0, bytes, 0, bytes.length);
    }

    @Override
    public int OpenVirtualDisk(
            Pointer storageType, Pointer path, int access, int flags, Pointer parameters, PointerByReference handle) {
        String how =
                parameters.getInt(0) == 2 ? (parameters.getInt(8) == 1 ? "read-only" : "writable") : "access " + access;
        calls.add("OpenVirtualDisk(" + storageType.getInt(0) + ", " + how + ")");
        if (code("OpenVirtualDisk") == 0) {
            handle.setValue(handle("file " + text(path)));
        }
        return code("OpenVirtualDisk");
    }

    @Override
    public int CreateVirtualDisk(
            Pointer storageType,
            Pointer path,
            int access,
            Pointer security,
            int flags,
            int providerFlags,
            Pointer parameters,
            Pointer overlapped,
            PointerByReference handle) {
        calls.add("CreateVirtualDisk(parent "
                + Path.of(text(parameters.getPointer(48))).getFileName() + ")");
        if (code("CreateVirtualDisk") == 0) {
            try {
                Files.createFile(Path.of(text(path)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            handle.setValue(handle("file " + text(path)));
        }
        return code("CreateVirtualDisk");
    }

    @Override
    public int AttachVirtualDisk(
            Pointer handle, Pointer security, int flags, int providerFlags, Pointer parameters, Pointer overlapped) {
        calls.add("AttachVirtualDisk(" + flags + ")");
        if (code("AttachVirtualDisk") == 0) {
            attached.put(attached.size() + 3, of(handle).substring(5));
        }
        return code("AttachVirtualDisk");
    }

    @Override
    public int DetachVirtualDisk(Pointer handle, int flags, int providerFlags) {
        calls.add("DetachVirtualDisk");
        if (code("DetachVirtualDisk") == 0) {
            attached.values().remove(of(handle).substring(5));
        }
        return code("DetachVirtualDisk");
    }

    @Override
    public int GetVirtualDiskPhysicalPath(Pointer handle, IntByReference size, Pointer path) {
        for (Map.Entry<Integer, String> disk : attached.entrySet()) {
            if (disk.getValue().equals(of(handle).substring(5))) {
                put(path, "\\\\.\\PhysicalDrive" + disk.getKey());
            }
        }
        return code("GetVirtualDiskPhysicalPath");
    }

    @Override
    public int GetVirtualDiskInformation(
            Pointer handle, IntByReference size, Pointer information, IntByReference used) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int GetAllAttachedVirtualDiskPhysicalPaths(IntByReference size, Pointer paths) {
        long at = 0;
        for (int drive : attached.keySet()) {
            String name = "\\\\.\\PhysicalDrive" + drive;
            put(paths.share(at), name);
            at += 2L * (name.length() + 1);
        }
        paths.setShort(at, (short) 0);
        return code("GetAllAttachedVirtualDiskPhysicalPaths");
    }

    private final List<Memory> kept = new ArrayList<>();

    @Override
    public int GetStorageDependencyInformation(
            Pointer object, int flags, int size, Pointer information, IntByReference used) {
        String file = attached.get(Integer.parseInt(of(object).replaceAll("\\D", "")));
        Memory text = VirtDiskLayout.text(file);
        kept.add(text);
        information.setInt(4, 1);
        information.setInt(8 + 28, 1);
        information.setPointer(8 + 56, text);
        return 0;
    }

    @Override
    public Pointer CreateFileW(
            WString name, int access, int share, Pointer security, int disposition, int flags, Pointer template) {
        String text = name.toString();
        boolean drive = text.startsWith("\\\\.\\PhysicalDrive")
                && (attached.containsKey(Integer.parseInt(text.replaceAll("\\D", "")))
                        || (twin && text.endsWith("Drive9")));
        return drive || text.startsWith("\\\\?\\Volume{") ? handle(text) : Kernel32.INVALID_HANDLE;
    }

    @Override
    public boolean CloseHandle(Pointer handle) {
        if (handles.remove(Pointer.nativeValue(handle)) == null) {
            calls.add("CloseHandle(what is closed)");
        }
        return true;
    }

    @Override
    public Pointer GetCurrentProcess() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean DeviceIoControl(
            Pointer device,
            int code,
            byte[] in,
            int inSize,
            byte[] out,
            int outSize,
            IntByReference returned,
            Pointer overlapped) {
        ByteBuffer answer = out == null ? null : ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        switch (code) {
            case 0x560000 -> {
                String[] numbers = of(device).replaceAll("[^0-9-]", "").split("-", 2);
                answer.putInt(0, 1).putInt(8, Integer.parseInt(numbers[0]));
                answer.putLong(16, volumes.get(Integer.parseInt(numbers[1]))).putLong(24, 7);
                returned.setValue(32);
            }
            case 0x700f0 -> {
                answer.putLong(8, offline ? 1 : 0);
                returned.setValue(16);
            }
            case 0x70050 -> {
                answer.putInt(0, 0).putInt(8, 0x1234abcd);
                returned.setValue(48);
            }
            case 0x7c0f4 -> {
                ByteBuffer words = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
                calls.add("SET_DISK_ATTRIBUTES(" + words.getInt(0) + ", " + words.get(4) + ", " + words.getLong(8)
                        + ", " + words.getLong(16) + ")");
                offline = !done("SET_DISK_ATTRIBUTES");
                return !offline;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private String volume(int index) {
        int drive = new ArrayList<>(attached.keySet()).get(index / volumes.size());
        return "\\\\?\\Volume{" + drive + "-" + index % volumes.size() + "}\\";
    }

    private boolean volume(char[] name) {
        if (looksUntilVolumesArrive > 0 || search >= attached.size() * volumes.size() || offline) {
            return false;
        }
        fill(name, volume(search++));
        return true;
    }

    private static void fill(char[] to, String text) {
        text.getChars(0, text.length(), to, 0);
        to[text.length()] = 0;
    }

    @Override
    public Pointer FindFirstVolumeW(char[] name, int length) {
        looksUntilVolumesArrive--;
        search = 0;
        fill(name, "\\\\?\\Volume{0-0}\\"); // of this computer itself
        return handle("search");
    }

    @Override
    public boolean FindNextVolumeW(Pointer handle, char[] name, int length) {
        return volume(name);
    }

    @Override
    public boolean FindVolumeClose(Pointer handle) {
        return CloseHandle(handle);
    }

    @Override
    public boolean GetVolumePathNamesForVolumeNameW(WString volume, char[] paths, int length, IntByReference needed) {
        StringBuilder text = new StringBuilder();
        places.forEach((place, name) -> text.append(name.equals(volume.toString()) ? place + "\0" : ""));
        fill(paths, text.toString());
        needed.setValue(text.length() + 1);
        return true;
    }

    @Override
    public boolean GetVolumeNameForVolumeMountPointW(WString place, char[] volume, int length) {
        String name = places.get(place.toString());
        if (name != null) {
            fill(volume, name);
        }
        return name != null;
    }

    @Override
    public boolean SetVolumeMountPointW(WString place, WString volume) {
        calls.add("SetVolumeMountPoint(" + place + ", " + volume + ")");
        if (done("SetVolumeMountPoint")) {
            places.put(place.toString(), volume.toString());
            return true;
        }
        return false;
    }

    @Override
    public boolean DeleteVolumeMountPointW(WString place) {
        calls.add("DeleteVolumeMountPoint(" + place + ")");
        return done("DeleteVolumeMountPoint") && places.remove(place.toString()) != null;
    }

    @Override
    public boolean GetVolumeInformationW(
            WString root,
            char[] label,
            int labelLength,
            IntByReference serial,
            IntByReference longestName,
            IntByReference flags,
            char[] fileSystem,
            int fileSystemLength) {
        flags.setValue(FILE_READ_ONLY_VOLUME);
        fill(fileSystem, "NTFS");
        return !unmountable;
    }

    @Override
    public int GetFileAttributesW(WString path) {
        return attributes;
    }
}
