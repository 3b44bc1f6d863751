/* What virtdisk.c and volumes.c know of each other. */
#ifndef LIFEBOAT_LAB_H
#define LIFEBOAT_LAB_H

#include <stdint.h>
#include <windows.h>

/* Writes a line to the log, with fields in JSON, and returns the code. */
uint32_t lab_log(const char *function, uint32_t code, const char *fields, ...);

/* The code with which a function is told to fail, or 0. */
uint32_t lab_fail(const char *function);

/* The numbers of the disks that Windows would show. Returns how many. */
int lab_drives(int *drives, int room);

/* The flags with which a disk was attached. */
uint32_t lab_flags(int drive);

/* Of a disk that is read by its handle: not a multiple of what is read at once. */
#define LAB_DISK_SIZE (3 * 1048576 + 512)

/* Whether this is the handle of such a disk. */
int lab_is_raw(HANDLE handle);

/* A disk was attached just now: its volumes come some time later. */
void lab_arrived(void);

/* The disk whose handle this is, or -1. */
int lab_drive_of(HANDLE handle);

/* Puts what volumes.c knows in front of kernel32's functions. */
void lab_volumes(void);

#endif
