package dev.lifeboat.mount.windows;

/**
 * The parts of Windows that a mount needs.
 *
 * @param disks virtdisk.dll
 * @param kernel files and devices
 * @param volumes volumes and where they are mounted
 */
record WindowsApi(VirtDisk disks, Kernel32 kernel, VolumeApi volumes) {
    static WindowsApi load() {
        return new WindowsApi(VirtDisk.load(), Kernel32.load(), VolumeApi.load());
    }
}
