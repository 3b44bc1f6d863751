/*
 * A stand-in for Windows' virtdisk.dll, for a Java of Windows under Wine. It does nothing to disks; it holds each call against what Microsoft
 * documents, and writes it down: one JSON object a line in the file LAB_LOG. "broken" says which rule a call broke. Codes that the documentation does not
 * fix are our choice.
 *
 * It also brings volumes: see volumes.c. What is attached is kept in the file LAB_STATE, so that it outlives a process where the caller asked for
 * that.
 *
 * A disk that is attached with NO_LOCAL_HOST has LAB_DISK_SIZE bytes, each 64-bit word its own offset; the handle itself is read, in sectors.
 *
 *   LAB_LOG      file of the log
 *   LAB_STATE    file of what is attached
 *   LAB_FAIL     FUNCTION=CODE: that function fails with that code
 *   LAB_UNELEVATED  1: nothing can be attached, but by a process that was started with --relay
 */
#define WIN32_LEAN_AND_MEAN
#define _INC_VIRTDISK /* keeps the compiler's own header out */
#include <windows.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "virtdisk.h"

#define EXPORT __declspec(dllexport)
#define MOST 32
#define PATH 1024

enum {
    ACCESS_DETACH = 0x40000,
    ACCESS_GET_INFO = 0x80000,
    ACCESS_ALL = 0x3f0000,
    ATTACH_READ_ONLY = 1,
    ATTACH_PERMANENT = 4,
    ATTACH_NO_LOCAL_HOST = 8,
    ATTACH_KNOWN = 0x7ff,
};

static const guid MICROSOFT = {0xec984aec, 0xa0f9, 0x47e9, {0x90, 0x1f, 0x71, 0x41, 0x5a, 0x66, 0x34, 0x5b}};

/* An open file. Its handle is an event with a name of its own, which is there for as long as the handle is open. */
typedef struct {
    int used, number, version, info_only, read_only;
    uint32_t access;
    char path[PATH];
    HANDLE handle;
} opened;

typedef struct {
    int used, drive;
    uint32_t flags;
    HANDLE by; /* that attached it, of this process */
    char path[PATH];
} attached;

static opened files[MOST];
static attached disks[MOST];
static CRITICAL_SECTION lock;
static char broken[1024];

/* ---------------------------------------------------------------- the log */

static void rule(const char *format, ...) {
    size_t length = strlen(broken);
    va_list list;
    va_start(list, format);
    if (length > 0 && length < sizeof broken - 3) {
        strcat(broken, "; ");
        length += 2;
    }
    vsnprintf(broken + length, sizeof broken - length, format, list);
    va_end(list);
}

static void escape(char *to, size_t room, const char *from) {
    size_t length = 0;
    for (; *from && length + 3 < room; from++) {
        if (*from == '"' || *from == '\\')
            to[length++] = '\\';
        to[length++] = *from;
    }
    to[length] = 0;
}

static FILE *open_file(const char *name, const char *mode) {
    wchar_t wide[PATH], wide_mode[8];
    MultiByteToWideChar(CP_UTF8, 0, name, -1, wide, PATH);
    MultiByteToWideChar(CP_UTF8, 0, mode, -1, wide_mode, 8);
    return _wfopen(wide, wide_mode);
}

uint32_t lab_log(const char *function, uint32_t code, const char *format, ...) {
    char fields[3 * PATH], problem[2 * sizeof broken];
    va_list list;
    va_start(list, format);
    vsnprintf(fields, sizeof fields, format, list);
    va_end(list);
    escape(problem, sizeof problem, broken);
    broken[0] = 0;
    const char *name = getenv("LAB_LOG");
    FILE *log = name ? open_file(name, "ab") : NULL;
    if (log) {
        fprintf(log, "{\"function\":\"%s\",\"code\":%lu%s%s,\"process\":%lu,\"broken\":\"%s\"}\n", function, (unsigned long) code,
                *fields ? "," : "", fields, GetCurrentProcessId(), problem);
        fclose(log);
    }
    return code;
}

/* The code with which a function is told to fail, or 0. */
uint32_t lab_fail(const char *function) {
    if (getenv("LAB_UNELEVATED") && strcmp(function, "AttachVirtualDisk") == 0 && !wcsstr(GetCommandLineW(), L"--relay"))
        return ERROR_PRIVILEGE_NOT_HELD;
    const char *wanted = getenv("LAB_FAIL");
    size_t length = strlen(function);
    if (!wanted || strncmp(wanted, function, length) != 0 || wanted[length] != '=')
        return 0;
    return (uint32_t) strtoul(wanted + length + 1, NULL, 0);
}

/* ---------------------------------------------------------------- what is attached */

/* Other processes attach and detach, too; what this one attached is known by its handle. */
static void load(void) {
    attached known[MOST];
    memcpy(known, disks, sizeof disks);
    memset(disks, 0, sizeof disks);
    const char *name = getenv("LAB_STATE");
    FILE *state = name ? open_file(name, "rb") : NULL;
    if (!state)
        return;
    for (int i = 0; i < MOST && fscanf(state, "%d %u %1023[^\n]\n", &disks[i].drive, &disks[i].flags, disks[i].path) == 3; i++) {
        disks[i].used = 1;
        for (int k = 0; k < MOST; k++)
            if (known[k].used && known[k].drive == disks[i].drive && _stricmp(known[k].path, disks[i].path) == 0)
                disks[i].by = known[k].by;
    }
    fclose(state);
}

static void save(void) {
    const char *name = getenv("LAB_STATE");
    FILE *state = name ? open_file(name, "wb") : NULL;
    if (!state)
        return;
    for (int i = 0; i < MOST; i++)
        if (disks[i].used)
            fprintf(state, "%d %u %s\n", disks[i].drive, disks[i].flags, disks[i].path);
    fclose(state);
}

static attached *disk_of(const char *path) {
    for (int i = 0; i < MOST; i++)
        if (disks[i].used && _stricmp(disks[i].path, path) == 0)
            return disks + i;
    return NULL;
}

int lab_drives(int *drives, int room) {
    int count = 0;
    EnterCriticalSection(&lock);
    for (int i = 0; i < MOST && count < room; i++)
        if (disks[i].used && !(disks[i].flags & ATTACH_NO_LOCAL_HOST))
            drives[count++] = disks[i].drive;
    LeaveCriticalSection(&lock);
    return count;
}

uint32_t lab_flags(int drive) {
    for (int i = 0; i < MOST; i++)
        if (disks[i].used && disks[i].drive == drive)
            return disks[i].flags;
    return 0;
}

/* ---------------------------------------------------------------- handles */

static void event_name(wchar_t *name, int number) {
    swprintf(name, 64, L"lab-%lu-%d", GetCurrentProcessId(), number);
}

static int is_open(const opened *file) {
    wchar_t name[64];
    event_name(name, file->number);
    HANDLE event = OpenEventW(SYNCHRONIZE, FALSE, name);
    if (event)
        CloseHandle(event);
    return event != NULL;
}

/* Notices which handles were closed, and takes away what they alone kept attached, as Windows does. */
static void notice_closed(void) {
    for (int i = 0; i < MOST; i++) {
        if (!files[i].used || is_open(files + i))
            continue;
        files[i].used = 0;
        for (int k = 0; k < MOST; k++)
            if (disks[k].used && disks[k].by == files[i].handle && !(disks[k].flags & ATTACH_PERMANENT)) {
                disks[k].used = 0;
                save();
                rule("PhysicalDrive%d went away with its handle, without DetachVirtualDisk", disks[k].drive);
                lab_log("(closed)", 0, "");
            }
    }
}

static opened *file_of(HANDLE handle) {
    notice_closed();
    for (int i = 0; i < MOST; i++)
        if (files[i].used && files[i].handle == handle)
            return files + i;
    rule("no handle of OpenVirtualDisk, or closed before");
    return NULL;
}

static HANDLE hand_out(const char *path, int version, uint32_t access, int info_only, int read_only) {
    static int numbers;
    wchar_t name[64];
    for (int i = 0; i < MOST; i++) {
        if (files[i].used)
            continue;
        files[i] = (opened){1, ++numbers, version, info_only, read_only, access, "", NULL};
        strcpy(files[i].path, path);
        event_name(name, files[i].number);
        files[i].handle = CreateEventW(NULL, TRUE, FALSE, name);
        return files[i].handle;
    }
    return NULL;
}

static int text(char *to, const utf16 *from) {
    *to = 0;
    return from && WideCharToMultiByte(CP_UTF8, 0, (const wchar_t *) from, -1, to, PATH, NULL, NULL) > 1;
}

static int may(const opened *file, uint32_t access) {
    return file->version == 2 ? access == ACCESS_GET_INFO || !file->info_only : (file->access & access) != 0;
}

/* ---------------------------------------------------------------- the functions */

static uint32_t look_at(const char *path, uint32_t device) {
    unsigned char head[8] = {0};
    FILE *file = open_file(path, "rb");
    if (!file)
        return ERROR_FILE_NOT_FOUND;
    size_t count = fread(head, 1, 8, file);
    int vhdx = count == 8 && memcmp(head, "vhdxfile", 8) == 0;
    int vhd = !vhdx && fseek(file, -512, SEEK_END) == 0 && fread(head, 1, 8, file) == 8 && memcmp(head, "conectix", 8) == 0;
    fclose(file);
    if (!vhdx && !vhd)
        return ERROR_FILE_CORRUPT;
    return device == 0 || device == (vhdx ? 3u : 2u) ? 0 : ERROR_FILE_CORRUPT;
}

EXPORT uint32_t WINAPI OpenVirtualDisk(const storage_type *type, const utf16 *path, uint32_t access, uint32_t flags,
                                       const open_parameters *parameters, HANDLE *handle) {
    EnterCriticalSection(&lock);
    load();
    notice_closed();
    char name[PATH], escaped[2 * PATH];
    uint32_t code = lab_fail("OpenVirtualDisk");
    int version = parameters ? (int) parameters->version : 1;
    int info_only = 0, read_only = 0;
    if (!type || !handle || !text(name, path) || (access & ~ACCESS_ALL) || (flags & ~0xfffu) || version < 1 || version > 2) {
        rule("parameters of OpenVirtualDisk");
        code = ERROR_INVALID_PARAMETER;
    } else if (version == 2) {
        info_only = parameters->v2.info_only;
        read_only = parameters->v2.read_only;
        if (access) {
            rule("version 2 wants VIRTUAL_DISK_ACCESS_NONE");
            code = ERROR_INVALID_PARAMETER;
        }
        if ((info_only & ~1) || (read_only & ~1) || memcmp(&parameters->v2.resiliency, &(guid){0}, sizeof(guid)))
            rule("a field of version 2 holds what belongs to another");
    } else if (!access) {
        rule("version 1 wants an access mask");
        code = ERROR_INVALID_PARAMETER;
    } else if (parameters && parameters->v1.depth && !(access & 0x320000))
        rule("a depth of writing, and no right to write");
    if (!code && (type->device < 2 || type->device > 3 || memcmp(&type->vendor, &MICROSOFT, sizeof(guid)))) {
        rule("a storage type that is not Microsoft's");
        code = 0xc03a0014;
    }
    if (!code)
        code = look_at(name, type->device);
    if (!code && disk_of(name) && version == 1 && !(access & ACCESS_DETACH)) {
        rule("what is attached can be opened for detaching only");
        code = ERROR_SHARING_VIOLATION;
    }
    if (!code && disk_of(name) && version == 2)
        code = ERROR_SHARING_VIOLATION;
    if (!code)
        *handle = hand_out(name, version, access, info_only, read_only);
    escape(escaped, sizeof escaped, name);
    lab_log("OpenVirtualDisk", code, "\"path\":\"%s\",\"access\":%u,\"flags\":%u,\"version\":%d,\"readOnly\":%d", escaped, access, flags,
            version, read_only);
    LeaveCriticalSection(&lock);
    return code;
}

EXPORT uint32_t WINAPI CreateVirtualDisk(const storage_type *type, const utf16 *path, uint32_t access, void *security, uint32_t flags,
                                         uint32_t provider, const create_parameters *parameters, void *overlapped, HANDLE *handle) {
    EnterCriticalSection(&lock);
    char name[PATH], parent[PATH] = "", escaped[2 * PATH], escaped_parent[2 * PATH];
    uint32_t code = lab_fail("CreateVirtualDisk");
    static const create_parameters nothing;
    (void) security;
    if (!type || !handle || !text(name, path) || !parameters || parameters->version != 2 || access || flags || provider || overlapped) {
        rule("parameters of CreateVirtualDisk");
        code = ERROR_INVALID_PARAMETER;
    } else if (!text(parent, parameters->v2.parent)) {
        rule("no parent");
        code = ERROR_INVALID_PARAMETER;
    } else if (parameters->v2.size || parameters->v2.block || parameters->v2.sector || parameters->v2.physical_sector ||
               parameters->v2.source || parameters->v2.open_flags ||
               memcmp(&parameters->v2.parent_type, &nothing.v2.parent_type, sizeof(create_parameters) - 68))
        rule("a child takes its sizes from its parent");
    if (!code)
        code = look_at(parent, 0);
    FILE *file = code ? NULL : open_file(name, "rb");
    if (file) {
        fclose(file);
        code = ERROR_FILE_EXISTS;
    }
    file = code ? NULL : open_file(name, "wb");
    if (file) {
        char footer[512] = "conectix";
        if (type->device == 3)
            fwrite("vhdxfile", 1, 8, file);
        else
            fwrite(footer, 1, sizeof footer, file);
        fclose(file);
        *handle = hand_out(name, 2, 0, 0, 0);
    } else if (!code)
        code = ERROR_PATH_NOT_FOUND;
    escape(escaped, sizeof escaped, name);
    escape(escaped_parent, sizeof escaped_parent, parent);
    lab_log("CreateVirtualDisk", code, "\"path\":\"%s\",\"parent\":\"%s\"", escaped, escaped_parent);
    LeaveCriticalSection(&lock);
    return code;
}

EXPORT uint32_t WINAPI AttachVirtualDisk(HANDLE handle, void *security, uint32_t flags, uint32_t provider,
                                         const attach_parameters *parameters, void *overlapped) {
    EnterCriticalSection(&lock);
    load();
    uint32_t code = lab_fail("AttachVirtualDisk");
    int drive = 3; /* the first that Wine does not have */
    opened *file = file_of(handle);
    if (!file || (flags & ~ATTACH_KNOWN) || provider || overlapped || !parameters || parameters->version != 1 ||
        parameters->v1.reserved) {
        rule("parameters of AttachVirtualDisk");
        code = ERROR_INVALID_PARAMETER;
    } else if (!(flags & ATTACH_READ_ONLY) && file->read_only) {
        rule("opened read-only, attached for writing");
        code = ERROR_ACCESS_DENIED;
    } else if (!code && disk_of(file->path))
        code = ERROR_SHARING_VIOLATION;
    if (!code) {
        for (int i = 0; i < MOST; i++)
            if (disks[i].used && disks[i].drive >= drive)
                drive = disks[i].drive + 1;
        for (int i = 0; i < MOST; i++)
            if (!disks[i].used) {
                disks[i] = (attached){1, drive, flags, handle, ""};
                strcpy(disks[i].path, file->path);
                break;
            }
        save();
        lab_arrived();
    }
    lab_log("AttachVirtualDisk", code, "\"flags\":%u,\"security\":%d,\"drive\":%d", flags, security != NULL, drive);
    LeaveCriticalSection(&lock);
    return code;
}

EXPORT uint32_t WINAPI DetachVirtualDisk(HANDLE handle, uint32_t flags, uint32_t provider) {
    EnterCriticalSection(&lock);
    uint32_t code = lab_fail("DetachVirtualDisk");
    opened *file = file_of(handle);
    if (!file || flags || provider) {
        rule("parameters of DetachVirtualDisk");
        code = ERROR_INVALID_PARAMETER;
    } else if (!may(file, ACCESS_DETACH)) {
        rule("no right to detach");
        code = ERROR_ACCESS_DENIED;
    } else if (!code) {
        attached *disk = disk_of(file->path);
        if (disk) {
            disk->used = 0;
            save();
        } else
            code = ERROR_NOT_FOUND;
    }
    lab_log("DetachVirtualDisk", code, "");
    LeaveCriticalSection(&lock);
    return code;
}

static uint32_t fill(utf16 *to, const char *from) {
    uint32_t length = 0;
    do
        to[length] = (unsigned char) from[length];
    while (from[length++]);
    return length;
}

EXPORT uint32_t WINAPI GetVirtualDiskPhysicalPath(HANDLE handle, uint32_t *size, utf16 *path) {
    EnterCriticalSection(&lock);
    uint32_t code = lab_fail("GetVirtualDiskPhysicalPath"), room = size ? *size : 0;
    opened *file = file_of(handle);
    attached *disk = file ? disk_of(file->path) : NULL;
    char name[64] = "";
    if (!file || !size || !path) {
        rule("parameters of GetVirtualDiskPhysicalPath");
        code = ERROR_INVALID_PARAMETER;
    } else if (!code && !disk)
        code = ERROR_DEV_NOT_EXIST;
    if (!code) {
        snprintf(name, sizeof name, "\\\\.\\PhysicalDrive%d", disk->drive);
        *size = 2 * (uint32_t) (strlen(name) + 1);
        if (room < *size)
            code = ERROR_INSUFFICIENT_BUFFER;
        else
            fill(path, name);
    }
    lab_log("GetVirtualDiskPhysicalPath", code, "\"size\":%u", room);
    LeaveCriticalSection(&lock);
    return code;
}

EXPORT uint32_t WINAPI GetVirtualDiskInformation(HANDLE handle, uint32_t *size, disk_info *info, uint32_t *used) {
    EnterCriticalSection(&lock);
    uint32_t code = lab_fail("GetVirtualDiskInformation");
    opened *file = file_of(handle);
    if (!file || !size || !info || *size < sizeof *info || info->version != 1) {
        rule("parameters of GetVirtualDiskInformation");
        code = ERROR_INVALID_PARAMETER;
    } else if (!code) {
        info->size.virtual_size = LAB_DISK_SIZE;
        info->size.physical_size = 0x1111111111111111;
        info->size.block = 0x22222222;
        info->size.sector = 512;
        if (used)
            *used = sizeof *info;
    }
    lab_log("GetVirtualDiskInformation", code, "");
    LeaveCriticalSection(&lock);
    return code;
}

int lab_is_raw(HANDLE handle) {
    int raw = 0;
    EnterCriticalSection(&lock);
    for (int i = 0; i < MOST; i++)
        if (disks[i].used && disks[i].by == handle && (disks[i].flags & ATTACH_NO_LOCAL_HOST))
            raw = 1;
    LeaveCriticalSection(&lock);
    return raw;
}

EXPORT uint32_t WINAPI GetAllAttachedVirtualDiskPhysicalPaths(uint32_t *size, utf16 *paths) {
    EnterCriticalSection(&lock);
    load();
    uint32_t code = lab_fail("GetAllAttachedVirtualDiskPhysicalPaths"), room = size ? *size : 0, used = 0;
    utf16 all[MOST * 32];
    if (!size || !paths) {
        rule("parameters of GetAllAttachedVirtualDiskPhysicalPaths");
        code = ERROR_INVALID_PARAMETER;
    }
    for (int i = 0; i < MOST; i++)
        if (disks[i].used) {
            char name[64];
            snprintf(name, sizeof name, "\\\\.\\PhysicalDrive%d", disks[i].drive);
            used += fill(all + used, name);
        }
    all[used++] = 0;
    if (!code) {
        *size = 2 * used;
        if (room < *size)
            code = ERROR_INSUFFICIENT_BUFFER;
        else
            memcpy(paths, all, *size);
    }
    lab_log("GetAllAttachedVirtualDiskPhysicalPaths", code, "\"size\":%u", room);
    LeaveCriticalSection(&lock);
    return code;
}

/* Answers for the disk whose handle volumes.c handed out. */
EXPORT uint32_t WINAPI GetStorageDependencyInformation(HANDLE object, uint32_t flags, uint32_t size, dependency_info *info,
                                                       uint32_t *used) {
    EnterCriticalSection(&lock);
    load();
    uint32_t code = lab_fail("GetStorageDependencyInformation"), need = sizeof(dependency_info);
    int drive = lab_drive_of(object);
    attached *disk = NULL;
    for (int i = 0; i < MOST; i++)
        if (disks[i].used && disks[i].drive == drive)
            disk = disks + i;
    if (!info || size < 8 || info->version != 2 || !(flags & 2)) {
        rule("parameters of GetStorageDependencyInformation");
        code = ERROR_INVALID_PARAMETER;
    } else if (!code && disk) {
        /* Windows tells the path from the root of its volume. */
        const char *path = disk->path[1] == ':' ? disk->path + 2 : disk->path;
        utf16 wide[PATH];
        uint32_t length = (uint32_t) MultiByteToWideChar(CP_UTF8, 0, path, -1, (wchar_t *) wide, PATH);
        need += 2 * (length + 1);
        if (size < need)
            code = ERROR_INSUFFICIENT_BUFFER;
        else {
            utf16 *texts = (utf16 *) (info + 1);
            memcpy(texts + 1, wide, 2 * length);
            texts[0] = 0;
            info->count = 1;
            info->entries[0] = (dependency){0, 0, {3, MICROSOFT}, 1, texts, texts, texts, texts + 1};
        }
    } else if (!code)
        info->count = 0;
    if (used)
        *used = need;
    lab_log("GetStorageDependencyInformation", code, "\"drive\":%d,\"size\":%u", drive, size);
    LeaveCriticalSection(&lock);
    return code;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    if (reason == DLL_PROCESS_ATTACH) {
        HMODULE self;
        /* JNA lets go of libraries that nobody uses just now; but kernel32 has been led here. */
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN, (LPCWSTR) module, &self);
        InitializeCriticalSection(&lock);
        load();
        lab_volumes();
    }
    if (reason == DLL_PROCESS_DETACH && reserved) { /* the process ends */
        load();
        notice_closed();
        for (int i = 0; i < MOST; i++)
            if (files[i].used)
                rule("never closed: %s", files[i].path);
        for (int i = 0; i < MOST; i++)
            if (disks[i].used && disks[i].by && !(disks[i].flags & ATTACH_PERMANENT)) {
                disks[i].used = 0;
                rule("PhysicalDrive%d went away with its process", disks[i].drive);
                save();
            }
        lab_log("(ended)", 0, "");
    }
    return TRUE;
}
