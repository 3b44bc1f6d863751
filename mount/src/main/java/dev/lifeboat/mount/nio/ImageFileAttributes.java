package dev.lifeboat.mount.nio;

import dev.lifeboat.mount.tree.FileNode;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a listing tells of a file. The other times are those of the last change too, as the contract allows where they are
 * not known: to know them would take another look at the file.
 */
final class ImageFileAttributes implements DosFileAttributes {
    private static final Set<String> DOS = Set.of("readonly", "hidden", "system", "archive");

    private final FileNode node;

    ImageFileAttributes(FileNode node) {
        this.node = node;
    }

    private boolean has(FileNode.Attribute attribute) {
        return (node.attributes() & attribute.bit()) != 0;
    }

    @Override
    public FileTime lastModifiedTime() {
        return FileTime.from(node.modified().orElse(Instant.EPOCH));
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
        return node.type() == FileNode.Type.FILE;
    }

    @Override
    public boolean isDirectory() {
        return node.directory();
    }

    @Override
    public boolean isSymbolicLink() {
        return node.type() == FileNode.Type.LINK;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public long size() {
        return node.size();
    }

    @Override
    public Object fileKey() {
        return node.file();
    }

    @Override
    public boolean isReadOnly() {
        return has(FileNode.Attribute.READ_ONLY);
    }

    @Override
    public boolean isHidden() {
        return has(FileNode.Attribute.HIDDEN);
    }

    @Override
    public boolean isArchive() {
        return has(FileNode.Attribute.ARCHIVE);
    }

    @Override
    public boolean isSystem() {
        return has(FileNode.Attribute.SYSTEM);
    }

    /**
     * Returns attributes by their names.
     *
     * @param names as {@link java.nio.file.Files#readAttributes(java.nio.file.Path, String, java.nio.file.LinkOption...)}
     *     takes them: {@code size,isDirectory}, {@code *}, {@code dos:*}
     * @return their values
     * @throws UnsupportedOperationException if the view is not known
     * @throws IllegalArgumentException if an attribute is not
     */
    Map<String, Object> named(String names) {
        int colon = names.indexOf(':');
        String view = colon < 0 ? "basic" : names.substring(0, colon);
        if (!view.equals("basic") && !view.equals("dos")) {
            throw new UnsupportedOperationException("'" + view + "' attributes are not kept in an image");
        }
        Map<String, Object> all = all();
        if (view.equals("basic")) {
            all.keySet().removeAll(DOS);
        }
        Map<String, Object> chosen = new LinkedHashMap<>();
        for (String name : names.substring(colon + 1).split(",", -1)) {
            if (name.equals("*")) {
                return all;
            }
            if (!all.containsKey(name)) {
                throw new IllegalArgumentException("'" + name + "' is no attribute of the view '" + view + "'");
            }
            chosen.put(name, all.get(name));
        }
        return chosen;
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("lastModifiedTime", lastModifiedTime());
        all.put("lastAccessTime", lastAccessTime());
        all.put("creationTime", creationTime());
        all.put("size", size());
        all.put("isRegularFile", isRegularFile());
        all.put("isDirectory", isDirectory());
        all.put("isSymbolicLink", isSymbolicLink());
        all.put("isOther", isOther());
        all.put("fileKey", fileKey());
        all.put("readonly", isReadOnly());
        all.put("hidden", isHidden());
        all.put("system", isSystem());
        all.put("archive", isArchive());
        return all;
    }
}
