package dev.lifeboat.mount.windows;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The codes that the virtual disk functions are documented to give, or were seen to give, each with what it means and what to do.
 * Those that begin with C03A are of the facility VHD in winerror.h.
 */
enum WindowsError {
    FILE_NOT_FOUND(2, "the image file is not there. If its drive was plugged in, plug it in again"),
    PATH_NOT_FOUND(3, "the folder of the image is not there. If its drive was plugged in, plug it in again"),
    ACCESS_DENIED(
            5,
            "Windows denies access: to mount needs administrator rights, and the right to read the image file. An image whose"
                    + " writing was interrupted is refused with this code, too. \"lifeboat ls\" and \"lifeboat extract\" need no mounting"),
    INVALID_HANDLE(6, "Windows does not know the disk any more; it may have been detached by another program"),
    WRITE_PROTECT(
            19,
            "the drive with the image is write-protected, and Windows would have to finish an interrupted writing of the image before it"
                    + " can mount it. Use \"lifeboat extract\", which does that in memory"),
    NOT_READY(21, "the drive with the image is not ready. Wait, or plug it in again"),
    SHARING_VIOLATION(
            32,
            "another program has the image open, or it is mounted already. \"lifeboat mounts\" shows what is mounted; a backup that is being"
                    + " written must end first"),
    NETWORK_PATH(53, "the computer or share with the image does not answer"),
    NETWORK_DEVICE(55, "the share with the image is not there any more, or the disk is not attached"),
    NETWORK_ACCESS(
            65, "the share refuses this user. Elevated programs do not use the share's password of other programs"),
    FILE_EXISTS(80, "a file of that name is there already"),
    INVALID_PARAMETER(
            87, "this Windows does not know a way of mounting that Lifeboat asked for, or the file is no virtual disk"),
    DISK_FULL(112, "there is no room left on the drive for temporary files"),
    INSUFFICIENT_BUFFER(122, "Windows had more to say than it was given room for"),
    DIRECTORY_NOT_EMPTY(
            145,
            "something is mounted there already, or the folder is not empty; take another letter or an empty folder"),
    UNSUPPORTED_COMPRESSION(
            618,
            "the image file, or the folder it lies in, is compressed by NTFS, and Windows does not mount such files. Copy it to a folder that is"
                    + " not compressed, or use \"lifeboat extract\""),
    FILE_SYSTEM_LIMITATION(
            665, "the path leads over the network back to this computer. Name the image by its path on this computer"),
    NOT_FOUND(1168, "the disk is not attached"),
    PRIVILEGE_NOT_HELD(
            1314, "to mount needs administrator rights. Start the console as administrator, or use --elevate"),
    FILE_CORRUPT(1392, "Windows takes the image for damaged. \"lifeboat verify\" tells what is wrong with it"),
    NOT_A_REPARSE_POINT(4390, "nothing is mounted there"),
    FILE_ENCRYPTED(
            6002,
            "the image file is encrypted (EFS), and Windows does not mount such files. Copy it to a drive without encryption, or use"
                    + " \"lifeboat extract\""),
    FOOTER_MISSING(0xC03A_0001, "the file ends without the footer of a VHD; it is no VHD or was cut off"),
    FOOTER_CHECKSUM(0xC03A_0002, "the footer of the VHD does not match its checksum; the file is damaged"),
    FOOTER_CORRUPT(0xC03A_0003, "the footer of the VHD is damaged"),
    FORMAT_UNKNOWN(0xC03A_0004, "Windows does not know the format of the file"),
    VERSION_UNSUPPORTED(0xC03A_0005, "the file is of a version that this Windows does not know. Use a newer Windows"),
    SPARSE_HEADER_CHECKSUM(0xC03A_0006, "the header of the VHD does not match its checksum; the file is damaged"),
    SPARSE_HEADER_VERSION(0xC03A_0007, "the header of the VHD is of a version that this Windows does not know"),
    SPARSE_HEADER_CORRUPT(0xC03A_0008, "the header of the VHD is damaged"),
    BLOCK_ALLOCATION_FAILURE(0xC03A_0009, "a block of the virtual disk could not be allocated; the drive may be full"),
    BLOCK_TABLE_CORRUPT(0xC03A_000A, "the table of blocks of the image is damaged. \"lifeboat verify\" tells where"),
    BLOCK_SIZE(0xC03A_000B, "the image has a block size that Windows does not take"),
    BITMAP_MISMATCH(0xC03A_000C, "a bitmap of the image does not match its data; the file is damaged"),
    PARENT_NOT_FOUND(
            0xC03A_000D,
            "the image builds on another one, its parent, which is not where the image says. Put both side by side"),
    CHILD_PARENT_MISMATCH(0xC03A_000E, "the image builds on another one, and the one that is there is not that one"),
    CHILD_PARENT_TIME(0xC03A_000F, "the image builds on another one, which was changed since"),
    METADATA_READ(0xC03A_0010, "what describes the virtual disk cannot be read; the drive may be failing"),
    METADATA_WRITE(0xC03A_0011, "what describes the virtual disk cannot be written"),
    INVALID_SIZE(0xC03A_0012, "the virtual disk has a size that Windows does not take"),
    INVALID_FILE_SIZE(
            0xC03A_0013, "the image file has a size that cannot be right; it may have been cut off in copying"),
    PROVIDER_NOT_FOUND(0xC03A_0014, "this Windows has no support for such images (VHDX needs Windows 8 or newer)"),
    NOT_VIRTUAL_DISK(0xC03A_0015, "the file is no virtual disk"),
    PARENT_ACCESS_DENIED(0xC03A_0016, "the image builds on another one, which may not be read"),
    CHILD_PARENT_SIZE(0xC03A_0017, "the image builds on another one of another size"),
    CHAIN_CYCLE(0xC03A_0018, "the images build on each other in a circle"),
    CHAIN_CORRUPT_PARENT(0xC03A_0019, "the image builds on another one, which is damaged"),
    LIMITATION(
            0xC03A_001A,
            "Windows mounts only files that are neither compressed, nor encrypted, nor sparse. A copy or an unpacking program may have made"
                    + " it so: copy it once more with Explorer to another drive, or use \"lifeboat extract\""),
    INVALID_TYPE(0xC03A_001B, "the virtual disk is of a kind that cannot be mounted"),
    INVALID_STATE(0xC03A_001C, "the virtual disk is in a state in which it cannot be mounted"),
    SECTOR_SIZE(
            0xC03A_001D,
            "the virtual disk has sectors of a size that this Windows, or the drive with the image, does not support. Use \"lifeboat extract\""),
    ALREADY_OWNED(0xC03A_001E, "another program or a virtual machine uses the disk"),
    ONLINE_AND_WRITABLE(0xC03A_001F, "the disk is in use and writable"),
    TRACKING_LOG_MISSING(0xC03A_0020, "the log of changes of the virtual disk is not there"),
    TRACKING_LOG_VERSION(0xC03A_0021, "the log of changes of the virtual disk is of another version"),
    TRACKING_LOG_CORRUPT(0xC03A_0022, "the log of changes of the virtual disk is damaged"),
    TRACKING_LOG_INCOMPATIBLE(0xC03A_0023, "the log of changes does not belong to this virtual disk"),
    TRACKING_LOG_NOT_FOUND(0xC03A_0024, "changes of the virtual disk are not logged");

    private static final Map<Integer, WindowsError> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(WindowsError::code, Function.identity()));

    private static final int FACILITY = 0xffff_0000;

    /** HRESULTs that hold a Win32 code. */
    private static final int WIN32 = 0x8007_0000;

    private final int code;
    private final String meaning;

    WindowsError(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    boolean is(int other) {
        return code == win32(other);
    }

    /**
     * Says what a code means and what to do.
     *
     * @param code any
     * @return a sentence without its end
     */
    static String sentence(int code) {
        WindowsError known = BY_CODE.get(win32(code));
        return known != null
                ? known.meaning
                : "Windows refuses, for a reason that Lifeboat does not know. \"lifeboat ls\" and \"lifeboat extract\" need no mounting";
    }

    private static int win32(int code) {
        return (code & FACILITY) == WIN32 ? code & ~FACILITY : code;
    }

    /** As people look it up: small ones in decimal, others in hexadecimal. */
    static String number(int code) {
        return code >= 0 && code < 0x1_0000 ? String.valueOf(code) : String.format(Locale.ROOT, "0x%08X", code);
    }
}
