"""The computer that the sample is a backup of: names, GUIDs and places on its disk. All are made up.

    eval "$(python3 parts/computer.py)"     gives them to a shell
"""
import shlex

COMPUTER = "OFFICE-PC"
USER = "Anna"
USER_SID = "S-1-5-21-1004336348-1177238915-682003330-1001"
BUILD, UPDATE = 26100, 4652
VERSION = (10, 0, BUILD, UPDATE)

SECTOR = 512
IN_IMAGE = 128                  # first sector of the partition in its image
ESP_START, ESP_SECTORS = 2048, 48 << 11
WINDOWS_START, WINDOWS_SECTORS = ESP_START + ESP_SECTORS + (16 << 11), 64 << 11  # behind a reserved partition of 16 MiB
RECOVERY_START, RECOVERY_SECTORS = WINDOWS_START + WINDOWS_SECTORS, 16 << 11

DISK = "c7a4e1d2-90b3-4f6e-8a51-2d3e4f506172"
ESP = "1f6f2f6a-7c1d-4a8e-9b52-5e0a6c3d1b21"
WINDOWS = "5d1f0c2e-3b44-4c55-9a66-0718293a4b5c"
RECOVERY = "9e8d7c6b-5a49-4f38-8e27-16f5e4d3c2b1"

BACKUP_SET = "2b7c9f30-6d1e-4e5a-b8c4-93a1f0e7d625"     # prefix of the documents
SNAPSHOT_SET = "8c5d1e72-40fb-4b39-9d16-a7e2c3048f5b"
MEDIA = "d4f1a9c3-27e8-4b06-a5d7-61c80e92b3f4"

LOADER = "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e01"         # objects of the BCD store
RESUME = "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e02"
RECOVERY_LOADER = "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e03"
RAMDISK_OPTIONS = "a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e04"

ESP_SERIAL, WINDOWS_SERIAL, RECOVERY_SERIAL = 0x12AB34CD, 0x7A3C51D09B2E4F68, 0x4E1D8C2A6B905F37
WIM = "6f3a9d18-c2e5-4077-b1d8-e50f7a2b4c96"
BACKUP_FOLDER = "Backup 2026-01-31 120000"
MADE = 1769860800               # 2026-01-31 12:00:00 UTC

# What is read of each VHDX file's identity: FileWriteGuid, DataWriteGuid, virtual disk ID
VHDX = {
    "esp": ("3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d401", "3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d402", "3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d403"),
    "windows": ("3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d411", "3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d412", "3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d413"),
    "recovery": ("3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d421", "3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d422", "3c0b6f5e-1d2a-4b97-8e4f-70a1b2c3d423"),
}

if __name__ == "__main__":
    for name, value in list(globals().items()):
        if name.isupper() and isinstance(value, (str, int)):
            print(f"{name}={shlex.quote(str(value))}")
