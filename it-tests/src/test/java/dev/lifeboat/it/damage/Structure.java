package dev.lifeboat.it.damage;

import static dev.lifeboat.it.damage.Meaning.CONTENT;
import static dev.lifeboat.it.damage.Meaning.KEPT_ONCE;
import static dev.lifeboat.it.damage.Meaning.STRUCTURE;

/** The kinds of bytes that an image consists of, from the outside in. */
enum Structure {
    FREE("free space, and what nobody reads"),

    VHDX_IDENTIFIER("VHDX file identifier"),
    VHDX_HEADER("VHDX headers"),
    VHDX_REGION_TABLE("VHDX region tables"),
    VHDX_METADATA_TABLE("VHDX metadata table"),
    VHDX_METADATA_ITEM("VHDX metadata items"),
    VHDX_BLOCK_TABLE("VHDX block allocation table"),
    VHDX_LOG("VHDX log"),
    VHDX_SECTOR_BITMAP(
            "VHDX sector bitmap",
            "Of each sector, whether it is the child's or the parent's. Either is a possible sector; the bitmap has no"
                    + " checksum."),

    VHD_FOOTER("VHD footer"),
    VHD_FOOTER_COPY("VHD footer copy"),
    VHD_HEADER("VHD dynamic header"),
    VHD_BLOCK_TABLE("VHD block allocation table"),
    VHD_BITMAP("VHD block bitmap"),
    VHD_SECTOR_BITMAP(
            "VHD block bitmap of a child", "As in VHDX: of each sector, whether it is the child's or the parent's."),

    MBR("MBR partition table"),
    EXTENDED_BOOT_RECORD("extended boot records"),
    GPT_HEADER("GPT header"),
    GPT_ENTRIES("GPT entries"),
    GPT_BACKUP("GPT backup"),

    NTFS_BOOT_SECTOR("NTFS boot sector"),
    NTFS_BOOT_BACKUP("NTFS backup boot sector"),
    MFT_RECORD_HEADER("MFT record header"),
    UPDATE_SEQUENCE("update sequence"),
    ATTRIBUTE_HEADER("attribute header"),
    DATA_SIZE("$DATA sizes"),
    STREAM_SIZE(
            "size of a named stream",
            "Only the size of the main stream is repeated in directories. Of a named one nothing tells the size but the"
                    + " clusters (or, inside a record, units of 8 bytes) that it takes; within the last of them any size is"
                    + " possible."),
    INITIALIZED_SIZE(
            "initialized size",
            "Data behind it reads as zeros. A file that was made large and not yet written to the end has it below its size,"
                    + " so any smaller value is possible."),
    STREAM_NAME(
            "name of a stream",
            "Stands in the attribute only, unless the file has an attribute list, which repeats it."),
    RUN_LIST("run list"),
    STANDARD_INFORMATION("$STANDARD_INFORMATION"),
    FILE_NAME("$FILE_NAME"),
    ATTRIBUTE_LIST("$ATTRIBUTE_LIST"),
    INDEX_ROOT("$INDEX_ROOT"),
    INDEX_BLOCK("index blocks"),
    INDEX_BITMAP("index bitmap"),
    REPARSE_POINT("reparse tag and lengths"),
    LINK_TARGET("target of a link", "Any path is a possible target."),
    VOLUME_LABEL(
            "volume label", "Any text is a possible label; FAT's second copy, in the boot sector, is not kept up."),
    VOLUME_INFORMATION("$VOLUME_INFORMATION"),
    OTHER_ATTRIBUTE("other attributes"),
    CLUSTER_BITMAP("$Bitmap"),
    MFT_BITMAP("bitmap of $MFT"),
    MFT_MIRROR("$MFTMirr"),
    UP_CASE("$UpCase"),
    LOG_FILE("$LogFile"),
    SYSTEM_FILE("other system files"),

    FAT_BOOT_SECTOR("FAT boot sector"),
    FAT_BOOT_BACKUP("FAT32 backup boot sector"),
    FS_INFO("FAT32 FSInfo"),
    FAT_FIRST("first FAT"),
    FAT_SECOND("second FAT"),
    FAT_ENTRY("directory entry"),
    FAT_SIZE(
            "size in a directory entry",
            "The chain tells how many clusters the file has; within the last of them any size is possible."),
    FAT_EMPTY_KIND(
            "attributes of an entry without clusters",
            "It may be an empty file, or the label of the volume; only the attributes say which. Where there are clusters, they"
                    + " tell."),
    FAT_SHORT_NAME(
            "short name without a long one",
            "Stands in the entry only. Where there is a long name too, its parts carry a checksum of the short one."),
    FAT_LONG_NAME(
            "characters of a long name",
            "The checksum in each part is that of the short name, not of the part itself."),

    FILE_DATA("file data", CONTENT),
    RESIDENT_DATA("file data in the MFT", CONTENT),
    COMPRESSED_DATA("compressed file data", CONTENT),

    SEVERAL("several of these at once"),
    END_OF_FILE("the end of the file, cut off");

    private final String title;
    private final Meaning meaning;
    private final String why;

    Structure(String title) {
        this(title, STRUCTURE, "");
    }

    Structure(String title, String why) {
        this(title, KEPT_ONCE, why);
    }

    Structure(String title, Meaning meaning) {
        this(title, meaning, "");
    }

    Structure(String title, Meaning meaning, String why) {
        this.title = title;
        this.meaning = meaning;
        this.why = why;
    }

    Meaning meaning() {
        return meaning;
    }

    /** Of what is {@linkplain Meaning#KEPT_ONCE kept once}, why no damage to it can be told. */
    String why() {
        return why;
    }

    @Override
    public String toString() {
        return title;
    }
}
