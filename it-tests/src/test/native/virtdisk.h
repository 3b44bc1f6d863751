/*
 * The structures of virtdisk.h as 64-bit Windows lays them out, by Microsoft's documentation, apart from every header of a compiler: those at
 * hand lack fields that Windows has.
 */
#ifndef LIFEBOAT_VIRTDISK_H
#define LIFEBOAT_VIRTDISK_H

#include <stddef.h>
#include <stdint.h>

typedef uint16_t utf16;

typedef struct {
    uint32_t data1;
    uint16_t data2, data3;
    uint8_t data4[8];
} guid;

typedef struct {
    uint32_t device;
    guid vendor;
} storage_type;

typedef struct {
    uint32_t version;
    union {
        struct {
            uint32_t depth;
        } v1;
        struct {
            int32_t info_only, read_only;
            guid resiliency, snapshot;
        } v2;
    };
} open_parameters;

typedef struct {
    uint32_t version;
    union {
        struct {
            uint32_t reserved;
        } v1;
        struct {
            uint64_t offset, length;
        } v2;
    };
} attach_parameters;

typedef struct {
    uint32_t version;
    union {
        struct {
            guid id;
            uint64_t size;
            uint32_t block, sector, physical_sector;
            const utf16 *parent, *source;
            uint32_t open_flags;
            storage_type parent_type, source_type;
            guid resiliency;
        } v2;
    };
} create_parameters;

typedef struct {
    uint32_t flags, provider_flags;
    storage_type type;
    uint32_t level;
    utf16 *device, *host_volume, *volume, *path;
} dependency;

typedef struct {
    uint32_t version, count;
    dependency entries[1];
} dependency_info;

typedef struct {
    uint32_t version;
    union {
        struct {
            uint64_t virtual_size, physical_size;
            uint32_t block, sector;
        } size;
        guid id;
    };
} disk_info;

#define HOLDS(condition) _Static_assert(condition, #condition)
HOLDS(sizeof(storage_type) == 20);
HOLDS(sizeof(open_parameters) == 44);
HOLDS(offsetof(open_parameters, v2.read_only) == 8);
HOLDS(sizeof(attach_parameters) == 24);
HOLDS(offsetof(attach_parameters, v2.offset) == 8);
HOLDS(sizeof(create_parameters) == 128);
HOLDS(offsetof(create_parameters, v2.size) == 24);
HOLDS(offsetof(create_parameters, v2.parent) == 48);
HOLDS(offsetof(create_parameters, v2.parent_type) == 68);
HOLDS(offsetof(create_parameters, v2.resiliency) == 108);
HOLDS(sizeof(disk_info) == 32);
HOLDS(offsetof(disk_info, size.virtual_size) == 8);
HOLDS(offsetof(disk_info, size.sector) == 28);
HOLDS(sizeof(dependency) == 64);
HOLDS(offsetof(dependency, level) == 28);
HOLDS(offsetof(dependency, host_volume) == 40);
HOLDS(offsetof(dependency, path) == 56);
HOLDS(offsetof(dependency_info, entries) == 8);

#endif
