/*
 * Volumes of the disks that virtdisk.c attaches, in front of those that Wine has. Only programs that look functions of kernel32 up by name see them, such
 * as JNA; what Java itself was linked with stays as it is: the table in which kernel32 names its functions is changed, not the functions.
 *
 *   LAB_VOLUMES  OFFSET=FOLDER;OFFSET=FOLDER...: a volume at each offset of every attached disk; with a drive letter it shows that folder of Linux
 *   LAB_DELAY    milliseconds after which volumes come
 *   LAB_OFFLINE  1: a disk is offline until it is told otherwise
 *   LAB_TWIN     1: disk 9 has the same signature
 *   LAB_NO_NTFS  1: Windows cannot mount what is on the volumes
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

#define MOST 8
#define DRIVES 16
#define ATTACH_READ_ONLY 1

typedef struct {
    uint64_t offset;
    char folder[512];
} shape;

static shape shapes[MOST];
static int shape_count;
static DWORD arrived;
static int online;

/* Handles of disks and volumes are events; which is which is noted here. */
static struct {
    HANDLE handle;
    int drive, volume; /* volume -1: the disk itself */
} devices[64];

/* Where volumes are shown. */
static struct {
    wchar_t place[MAX_PATH];
    int drive, volume;
} places[32];

static int is_set(const char *name) {
    const char *value = getenv(name);
    return value && *value && strcmp(value, "0") != 0;
}

void lab_arrived(void) {
    arrived = GetTickCount();
    online = 0;
}

static int volumes_came(void) {
    const char *delay = getenv("LAB_DELAY");
    int offline = is_set("LAB_OFFLINE") && !online;
    return !offline && (!delay || !arrived || GetTickCount() - arrived >= (DWORD) atoi(delay));
}

static int drive_is_there(int drive) {
    int drives[DRIVES], count = lab_drives(drives, DRIVES);
    for (int i = 0; i < count; i++)
        if (drives[i] == drive)
            return 1;
    return 0;
}

static void volume_name(wchar_t *name, int drive, int volume) {
    swprintf(name, 64, L"\\\\?\\Volume{f0f0f0f0-0000-4000-8000-%06d%06d}\\", drive, volume);
}

/* Takes a volume's name apart; a backslash at the end may be there or not. */
static int parse_volume(const wchar_t *name, int *drive, int *volume) {
    return name && swscanf(name, L"\\\\?\\Volume{f0f0f0f0-0000-4000-8000-%06d%06d}", drive, volume) == 2 && *volume < shape_count &&
           drive_is_there(*drive);
}

static int ends_in_backslash(const wchar_t *name) {
    size_t length = name ? wcslen(name) : 0;
    return length > 0 && name[length - 1] == L'\\';
}

static BOOL answer(DWORD error) {
    SetLastError(error);
    return error == 0;
}

/* ---------------------------------------------------------------- looking for volumes */

static HANDLE search;
static int next;

static BOOL next_volume(wchar_t *name, DWORD length) {
    int drives[DRIVES], count = volumes_came() ? lab_drives(drives, DRIVES) : 0;
    if (next >= count * shape_count)
        return answer(ERROR_NO_MORE_FILES);
    if (length < 50)
        return answer(ERROR_FILENAME_EXCED_RANGE);
    volume_name(name, drives[next / shape_count], next % shape_count);
    next++;
    return TRUE;
}

static HANDLE WINAPI find_first(wchar_t *name, DWORD length) {
    search = FindFirstVolumeW(name, length);
    next = 0;
    return search;
}

static BOOL WINAPI find_next(HANDLE handle, wchar_t *name, DWORD length) {
    if (FindNextVolumeW(handle, name, length))
        return TRUE;
    return next_volume(name, length);
}

/* ---------------------------------------------------------------- devices */

static HANDLE hand_out(int drive, int volume) {
    for (int i = 0; i < 64; i++) {
        if (devices[i].handle && WaitForSingleObject(devices[i].handle, 0) != WAIT_FAILED)
            continue;
        devices[i].handle = CreateEventW(NULL, TRUE, FALSE, NULL);
        devices[i].drive = drive;
        devices[i].volume = volume;
        return devices[i].handle;
    }
    return INVALID_HANDLE_VALUE;
}

static int device_of(HANDLE handle) {
    for (int i = 0; i < 64; i++)
        if (devices[i].handle && devices[i].handle == handle)
            return i;
    return -1;
}

int lab_drive_of(HANDLE handle) {
    int device = device_of(handle);
    return device < 0 || devices[device].volume >= 0 ? -1 : devices[device].drive;
}

static HANDLE WINAPI create_file(const wchar_t *name, DWORD access, DWORD share, SECURITY_ATTRIBUTES *security, DWORD disposition,
                                 DWORD flags, HANDLE template) {
    int drive, volume;
    if (parse_volume(name, &drive, &volume)) {
        lab_log("CreateFileW(volume)", 0, "\"access\":%lu,\"rootFolder\":%d", access, ends_in_backslash(name));
        return hand_out(drive, volume);
    }
    if (name && swscanf(name, L"\\\\.\\PhysicalDrive%d", &drive) == 1 && (drive_is_there(drive) || (drive == 9 && is_set("LAB_TWIN"))))
        return hand_out(drive, -1);
    return CreateFileW(name, access, share, security, disposition, flags, template);
}

static BOOL WINAPI close_handle(HANDLE handle) {
    int device = device_of(handle);
    if (device >= 0)
        devices[device].handle = NULL;
    return CloseHandle(handle);
}

/* DISK_EXTENT of a volume, GET_DISK_ATTRIBUTES and the head of DRIVE_LAYOUT_INFORMATION_EX of a disk. */
static BOOL WINAPI device_control(HANDLE handle, DWORD code, void *in, DWORD in_size, void *out, DWORD out_size, DWORD *returned,
                                  OVERLAPPED *overlapped) {
    int device = device_of(handle);
    if (device < 0)
        return DeviceIoControl(handle, code, in, in_size, out, out_size, returned, overlapped);
    uint32_t words[12] = {0};
    DWORD size = 0;
    if (devices[device].volume >= 0 && code == 0x560000) {
        words[0] = 1;
        words[2] = (uint32_t) devices[device].drive;
        memcpy(words + 4, &shapes[devices[device].volume].offset, 8);
        size = 32;
    } else if (devices[device].volume < 0 && code == 0x700f0) {
        words[0] = 16;
        words[2] = is_set("LAB_OFFLINE") && !online;
        size = 16;
    } else if (devices[device].volume < 0 && code == 0x70050) {
        words[2] = 0x1234abcd; /* of an MBR; of the twin, too */
        size = 48;
    } else if (devices[device].volume < 0 && code == 0x7c0f4) {
        const uint32_t *set = in;
        lab_log("SET_DISK_ATTRIBUTES", 0, "\"version\":%u,\"persist\":%u,\"attributes\":%u,\"mask\":%u,\"size\":%lu", set[0],
                set[1] & 0xff, set[2], set[4], in_size);
        uint32_t failure = lab_fail("SET_DISK_ATTRIBUTES");
        online = !failure;
        return answer(failure);
    } else
        return answer(ERROR_INVALID_FUNCTION);
    if (out_size < size)
        return answer(ERROR_INSUFFICIENT_BUFFER);
    memcpy(out, words, size);
    if (returned)
        *returned = size;
    return TRUE;
}

static BOOL WINAPI read_file(HANDLE handle, void *bytes, DWORD length, DWORD *read, OVERLAPPED *overlapped) {
    if (!lab_is_raw(handle))
        return ReadFile(handle, bytes, length, read, overlapped);
    uint64_t offset = overlapped ? overlapped->Offset | (uint64_t) overlapped->OffsetHigh << 32 : 1;
    uint32_t code = offset % 512 || length % 512 || (uintptr_t) bytes % 512 || !overlapped || !overlapped->hEvent
                        ? ERROR_INVALID_PARAMETER
                        : lab_fail("ReadFile");
    if (!code && offset + length > LAB_DISK_SIZE)
        code = ERROR_HANDLE_EOF;
    lab_log("ReadFile", code, "\"offset\":%llu,\"length\":%lu", (unsigned long long) offset, length);
    if (code)
        return answer(code);
    for (DWORD i = 0; i < length / 8; i++)
        ((uint64_t *) bytes)[i] = offset + 8 * i;
    overlapped->InternalHigh = length;
    SetEvent(overlapped->hEvent);
    return answer(ERROR_IO_PENDING); /* as a disk does */
}

static BOOL WINAPI overlapped_result(HANDLE handle, OVERLAPPED *overlapped, DWORD *read, BOOL wait) {
    if (!lab_is_raw(handle))
        return GetOverlappedResult(handle, overlapped, read, wait);
    *read = (DWORD) overlapped->InternalHigh;
    return answer(wait ? 0 : ERROR_IO_INCOMPLETE);
}

/* ---------------------------------------------------------------- where volumes are shown */

/* What Wine's own settings program does to make a drive of a folder of Linux; no folder removes it. */
static void unix_drive(wchar_t letter, const char *folder) {
    struct {
        ULONG size, type, file_system, serial;
        ULONGLONG device;
        WCHAR letter;
        USHORT mount_point, device_path, label;
        char path[512];
    } drive = {0};
    DWORD returned;
    drive.size = sizeof drive;
    drive.letter = letter;
    drive.type = folder ? DRIVE_FIXED : DRIVE_NO_ROOT_DIR;
    if (folder) {
        drive.mount_point = (USHORT) ((char *) drive.path - (char *) &drive);
        strncpy(drive.path, folder, sizeof drive.path - 1);
    }
    HANDLE manager = CreateFileW(L"\\\\.\\MountPointManager", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                                 OPEN_EXISTING, 0, NULL);
    if (manager == INVALID_HANDLE_VALUE)
        return;
    DeviceIoControl(manager, (0x6d << 16) | (3 << 14) | (32 << 2), &drive, sizeof drive, NULL, 0, &returned, NULL);
    CloseHandle(manager);
}

static int is_letter(const wchar_t *place) {
    return wcslen(place) == 3 && place[1] == L':';
}

/* Places outlive a process, as Windows' mount manager keeps them: they are in the file of LAB_STATE's name with -places behind it. */
static FILE *places_file(const wchar_t *mode) {
    const char *state = getenv("LAB_STATE");
    wchar_t name[MAX_PATH];
    if (!state)
        return NULL;
    MultiByteToWideChar(CP_UTF8, 0, state, -1, name, MAX_PATH - 8);
    wcscat(name, L"-places");
    return _wfopen(name, mode);
}

static void load_places(void) {
    memset(places, 0, sizeof places);
    FILE *file = places_file(L"rb");
    char place[MAX_PATH];
    for (int i = 0; file && i < 32 && fscanf(file, "%d %d %259[^\n]\n", &places[i].drive, &places[i].volume, place) == 3; i++)
        MultiByteToWideChar(CP_UTF8, 0, place, -1, places[i].place, MAX_PATH);
    if (file)
        fclose(file);
}

static void save_places(void) {
    FILE *file = places_file(L"wb");
    char place[MAX_PATH];
    for (int i = 0; file && i < 32; i++)
        if (places[i].place[0]) {
            WideCharToMultiByte(CP_UTF8, 0, places[i].place, -1, place, MAX_PATH, NULL, NULL);
            fprintf(file, "%d %d %s\n", places[i].drive, places[i].volume, place);
        }
    if (file)
        fclose(file);
}

static int place_of(const wchar_t *place) {
    load_places();
    for (int i = 0; i < 32; i++)
        if (places[i].place[0] && _wcsicmp(places[i].place, place) == 0)
            return i;
    return -1;
}

static BOOL WINAPI path_names(const wchar_t *name, wchar_t *paths, DWORD length, DWORD *needed) {
    int drive, volume;
    if (!parse_volume(name, &drive, &volume))
        return GetVolumePathNamesForVolumeNameW(name, paths, length, needed);
    if (!ends_in_backslash(name))
        return answer(ERROR_INVALID_NAME);
    load_places();
    DWORD used = 0;
    for (int i = 0; i < 32; i++)
        if (places[i].place[0] && places[i].drive == drive && places[i].volume == volume) {
            if (used + wcslen(places[i].place) + 2 > length)
                return answer(ERROR_MORE_DATA);
            wcscpy(paths + used, places[i].place);
            used += (DWORD) wcslen(places[i].place) + 1;
        }
    paths[used++] = 0;
    *needed = used;
    return TRUE;
}

static BOOL WINAPI volume_at(const wchar_t *place, wchar_t *name, DWORD length) {
    int found = place_of(place);
    if (found < 0)
        return GetVolumeNameForVolumeMountPointW(place, name, length);
    if (length < 50)
        return answer(ERROR_FILENAME_EXCED_RANGE);
    volume_name(name, places[found].drive, places[found].volume);
    return TRUE;
}

static void log_place(const char *function, DWORD error, const wchar_t *place) {
    char text[2 * MAX_PATH], escaped[4 * MAX_PATH];
    WideCharToMultiByte(CP_UTF8, 0, place, -1, text, sizeof text, NULL, NULL);
    size_t length = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\\')
            escaped[length++] = '\\';
        escaped[length++] = *c;
    }
    escaped[length] = 0;
    lab_log(function, error, "\"place\":\"%s\"", escaped);
}

static BOOL WINAPI set_place(const wchar_t *place, const wchar_t *name) {
    int drive, volume;
    if (!parse_volume(name, &drive, &volume))
        return SetVolumeMountPointW(place, name);
    DWORD error = lab_fail("SetVolumeMountPointW");
    if (!ends_in_backslash(place) || !ends_in_backslash(name))
        error = ERROR_INVALID_NAME;
    else if (!error && is_letter(place) && (GetLogicalDrives() & (1u << ((place[0] | 32) - L'a'))))
        error = ERROR_DIR_NOT_EMPTY;
    else if (!error && !is_letter(place) && GetFileAttributesW(place) == INVALID_FILE_ATTRIBUTES)
        error = ERROR_FILE_NOT_FOUND;
    load_places();
    for (int i = 0; !error && i < 32; i++)
        if (!places[i].place[0]) {
            wcsncpy(places[i].place, place, MAX_PATH - 1);
            places[i].drive = drive;
            places[i].volume = volume;
            if (is_letter(place))
                unix_drive(place[0], shapes[volume].folder);
            break;
        }
    save_places();
    log_place("SetVolumeMountPointW", error, place);
    return answer(error);
}

static BOOL WINAPI delete_place(const wchar_t *place) {
    int found = place_of(place);
    if (found < 0) {
        log_place("DeleteVolumeMountPointW", ERROR_NOT_A_REPARSE_POINT, place);
        return answer(ERROR_NOT_A_REPARSE_POINT);
    }
    DWORD error = lab_fail("DeleteVolumeMountPointW");
    if (!error) {
        places[found].place[0] = 0;
        if (is_letter(place))
            unix_drive(place[0], NULL);
        save_places();
    }
    log_place("DeleteVolumeMountPointW", error, place);
    return answer(error);
}

static BOOL WINAPI volume_information(const wchar_t *root, wchar_t *label, DWORD label_length, DWORD *serial, DWORD *longest,
                                      DWORD *flags, wchar_t *file_system, DWORD file_system_length) {
    int found = place_of(root);
    if (found < 0)
        return GetVolumeInformationW(root, label, label_length, serial, longest, flags, file_system, file_system_length);
    if (is_set("LAB_NO_NTFS"))
        return answer(ERROR_UNRECOGNIZED_VOLUME);
    *flags = 0x3e72eff | (lab_flags(places[found].drive) & ATTACH_READ_ONLY ? FILE_READ_ONLY_VOLUME : 0);
    wcsncpy(label, L"Lab", label_length);
    wcsncpy(file_system, L"NTFS", file_system_length);
    return TRUE;
}

/* Attributes of image files that Wine's folders cannot have: a file whose name says so. */
static DWORD WINAPI file_attributes(const wchar_t *path) {
    DWORD attributes = GetFileAttributesW(path);
    if (attributes != INVALID_FILE_ATTRIBUTES && wcsstr(path, L"compressed-file"))
        attributes |= FILE_ATTRIBUTE_COMPRESSED;
    if (attributes != INVALID_FILE_ATTRIBUTES && wcsstr(path, L"encrypted-file"))
        attributes |= FILE_ATTRIBUTE_ENCRYPTED;
    if (attributes != INVALID_FILE_ATTRIBUTES && wcsstr(path, L"sparse-file"))
        attributes |= FILE_ATTRIBUTE_SPARSE_FILE;
    return attributes;
}

/* ---------------------------------------------------------------- in front of kernel32 */

static const struct {
    const char *name;
    void *function;
} functions[] = {
    {"FindFirstVolumeW", find_first},
    {"FindNextVolumeW", find_next},
    {"CreateFileW", create_file},
    {"CloseHandle", close_handle},
    {"DeviceIoControl", device_control},
    {"ReadFile", read_file},
    {"GetOverlappedResult", overlapped_result},
    {"GetVolumePathNamesForVolumeNameW", path_names},
    {"GetVolumeNameForVolumeMountPointW", volume_at},
    {"SetVolumeMountPointW", set_place},
    {"DeleteVolumeMountPointW", delete_place},
    {"GetVolumeInformationW", volume_information},
    {"GetFileAttributesW", file_attributes},
};

#define COUNT (sizeof functions / sizeof *functions)
#define JUMP 12

/* The table holds distances of 32 bits from the beginning of kernel32, so jumps are laid where these reach. */
static unsigned char *near_above(unsigned char *base) {
    for (uintptr_t at = (uintptr_t) base + (64 << 20); at < (uintptr_t) base + 0xf0000000u; at += 1 << 20) {
        void *page = VirtualAlloc((void *) at, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
        if (page)
            return page;
    }
    return NULL;
}

void lab_volumes(void) {
    const char *list = getenv("LAB_VOLUMES");
    for (const char *c = list; c && *c && shape_count < MOST; c = strchr(c, ';') ? strchr(c, ';') + 1 : NULL)
        if (sscanf(c, "%llu=%511[^;]", (unsigned long long *) &shapes[shape_count].offset, shapes[shape_count].folder) == 2)
            shape_count++;
    unsigned char *base = (unsigned char *) GetModuleHandleW(L"kernel32.dll");
    IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *) (base + ((IMAGE_DOS_HEADER *) base)->e_lfanew);
    IMAGE_EXPORT_DIRECTORY *exports =
        (IMAGE_EXPORT_DIRECTORY *) (base + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress);
    DWORD *addresses = (DWORD *) (base + exports->AddressOfFunctions), *names = (DWORD *) (base + exports->AddressOfNames);
    WORD *ordinals = (WORD *) (base + exports->AddressOfNameOrdinals);
    unsigned char *jumps = near_above(base);
    DWORD old;
    if (!jumps) {
        lab_log("(no room for jumps)", 1, "");
        return;
    }
    VirtualProtect(addresses, exports->NumberOfFunctions * sizeof *addresses, PAGE_READWRITE, &old);
    for (DWORD i = 0; i < exports->NumberOfNames; i++)
        for (unsigned k = 0; k < COUNT; k++)
            if (strcmp((char *) base + names[i], functions[k].name) == 0) {
                unsigned char *jump = jumps + k * 16;
                memcpy(jump, "\x48\xb8", 2); /* mov rax, the function; jmp rax */
                memcpy(jump + 2, &functions[k].function, 8);
                memcpy(jump + 10, "\xff\xe0", 2);
                addresses[ordinals[i]] = (DWORD) (jump - base);
            }
    VirtualProtect(addresses, exports->NumberOfFunctions * sizeof *addresses, old, &old);
}
