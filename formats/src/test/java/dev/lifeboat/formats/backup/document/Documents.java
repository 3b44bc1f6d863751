package dev.lifeboat.formats.backup.document;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.lifeboat.formats.source.ByteSource;

/** Documents written for the tests, in the form of Windows: UTF-16LE without a mark, one trailing NUL. */
final class Documents {
    static final String SYSTEM_RESERVED = "\\\\?\\Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}\\";
    static final String BACKUP_SPECS = "<BackupSpecs><FileSpecs>"
            + "<Volume Name=\"" + SYSTEM_RESERVED
            + "\" AccessPath=\"\" OriginalAccessPath=\"\" Label=\"\" OriginalLabel=\"\" >"
            + "<FileSpec FilePath=\"" + SYSTEM_RESERVED
            + "\" FileName=\"*\" IsRecursive=\"true\" IsInclude=\"true\" /></Volume>"
            + "<Volume Name=\"\\\\?\\Volume{9b9cfbc4-369e-11e9-a17c-806e6f6e6963}\\\" AccessPath=\"C:\""
            + " OriginalAccessPath=\"C:\" Label=\"\" OriginalLabel=\"\" >"
            + "<FileSpec FilePath=\"C:\\\" FileName=\"*\" IsRecursive=\"true\" IsInclude=\"true\" /></Volume>"
            + "</FileSpecs><SystemState IsPresent=\"false\" /><AllCritical IsPresent=\"false\" /></BackupSpecs>";

    private Documents() {}

    static ByteSource source(String text) {
        return ByteSource.of("a.xml", (text + "\0").getBytes(UTF_16LE));
    }

    /** A writer's document with all that must be there. */
    static String writer(String writerId, String locations) {
        return "<WRITER_METADATA xmlns=\"x-schema:#VssWriterMetadataInfo\" version=\"1.2\"><IDENTIFICATION writerId=\""
                + writerId
                + "\" instanceId=\"57307c00-7886-4cfc-b8cc-2d76c40e6cca\" friendlyName=\"A Writer\""
                + " usage=\"BOOTABLE_SYSTEM_STATE\" dataSource=\"OTHER\" majorVersion=\"0\" minorVersion=\"0\"/>"
                + "<BACKUP_LOCATIONS>" + locations + "</BACKUP_LOCATIONS></WRITER_METADATA>";
    }

    static String group(String path, String name, String caption, boolean selectable, String files) {
        String choice = selectable ? "yes" : "no";
        return "<FILE_GROUP logicalPath=\"" + path + "\" componentName=\"" + name + "\" caption=\"" + caption
                + "\" restoreMetadata=\"no\" notifyOnBackupComplete=\"no\" selectable=\"" + choice
                + "\" selectableForRestore=\"" + choice + "\" componentFlags=\"0\">" + files + "</FILE_GROUP>";
    }
}
