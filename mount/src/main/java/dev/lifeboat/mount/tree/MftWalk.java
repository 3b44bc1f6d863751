package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileRecord;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.FileTimes;
import dev.lifeboat.formats.ntfs.Mft;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.UpCase;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Walks a whole volume after one sequential scan of the MFT, which is much faster than reading each directory and then
 * each record. The names are those of the records themselves; that directories agree is what {@code verify} checks. Held
 * in arrays: about 70 bytes a file with a name of 25 characters.
 */
final class MftWalk implements Mft.RecordVisitor {
    private static final byte IN_USE = 1;
    private static final byte DIRECTORY = 2;
    private static final byte LINK = 4;
    private static final byte VISITED = 8;

    private final NtfsVolume volume;
    private final NodeVisitor visitor;
    private final byte[] flags;
    private final short[] sequences;
    private final long[] sizes;
    private final long[] modified;
    private final int[] attributes;
    private final LinkTable links = new LinkTable();
    private final List<SizeElsewhere> sizesElsewhere = new ArrayList<>();

    /** The size of a file whose main stream begins in a record other than its base record. */
    private record SizeElsewhere(long file, long size) {}

    private record Pending(int record, String path) {}

    /**
     * @param volume to walk
     * @param visitor receives the names
     * @throws UnsupportedImageException if the volume has more records than arrays can hold
     */
    MftWalk(NtfsVolume volume, NodeVisitor visitor) throws UnsupportedImageException {
        this.volume = volume;
        this.visitor = visitor;
        long count = volume.mft().count();
        if (count > 1 << 30) {
            throw new UnsupportedImageException(
                    volume.source().name(), "has " + count + " MFT records, too many to list");
        }
        this.flags = new byte[(int) count];
        this.sequences = new short[(int) count];
        this.sizes = new long[(int) count];
        this.modified = new long[(int) count];
        this.attributes = new int[(int) count];
    }

    /**
     * Visits every name that can be reached from the root.
     *
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    void walk() throws IOException {
        volume.mft().scan(this);
        for (SizeElsewhere late : sizesElsewhere) {
            int file = (int) FileReference.number(late.file());
            if (sequences[file] == (short) FileReference.sequence(late.file())) {
                sizes[file] = late.size();
            }
        }
        links.orderByParent(flags.length);
        Deque<Pending> pending = new ArrayDeque<>();
        pending.push(new Pending(NtfsVolume.ROOT, ""));
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            List<Pending> directories = directory(next);
            for (int i = directories.size() - 1; i >= 0; i--) {
                pending.push(directories.get(i));
            }
        }
    }

    private List<Pending> directory(Pending directory) throws IOException {
        int[] inside = links.in(directory.record());
        Named[] named = new Named[inside.length];
        for (int i = 0; i < inside.length; i++) {
            named[i] = new Named(inside[i], links.name(inside[i]));
        }
        UpCase upCase = volume.upCase();
        Arrays.sort(named, (a, b) -> upCase.compare(a.name(), b.name()));
        List<Pending> directories = new ArrayList<>();
        for (Named name : named) {
            int record = links.file(name.link());
            if (!counts(name.link(), directory.record())) {
                continue;
            }
            String path = directory.path() + "/" + name.name();
            visitor.node(node(record, path));
            if ((flags[record] & (DIRECTORY | LINK | VISITED)) == DIRECTORY) {
                flags[record] |= VISITED;
                directories.add(new Pending(record, path));
            }
        }
        return directories;
    }

    private record Named(int link, String name) {}

    /** A name counts if the file and the directory that it was made for are still there. */
    private boolean counts(int link, int parent) {
        int record = links.file(link);
        return record != NtfsVolume.ROOT
                && (flags[record] & IN_USE) != 0
                && sequences[record] == links.fileSequence(link)
                && sequences[parent] == links.parentSequence(link);
    }

    private FileNode node(int record, String path) {
        FileNode.Type type = (flags[record] & LINK) != 0
                ? FileNode.Type.LINK
                : (flags[record] & DIRECTORY) != 0 ? FileNode.Type.DIRECTORY : FileNode.Type.FILE;
        return new FileNode(
                path,
                type,
                sizes[record],
                FileTimes.toInstant(modified[record]),
                attributes[record],
                record,
                NtfsTree.internal(record, path));
    }

    @Override
    public void record(FileRecord record) throws IOException {
        long base = record.base() ? record.number() : FileReference.number(record.baseReference());
        if (base >= flags.length) {
            return;
        }
        int file = (int) base;
        int sequence = record.base() ? record.sequence() : FileReference.sequence(record.baseReference());
        if (record.base()) {
            flags[file] |= (byte) (IN_USE | (record.directory() ? DIRECTORY : 0));
            sequences[file] = (short) sequence;
        }
        for (Attribute attribute : record.attributes()) {
            try {
                attribute(record, file, sequence, attribute);
            } catch (CorruptImageException e) {
                visitor.damaged("MFT record " + file, e);
            }
        }
    }

    private void attribute(FileRecord record, int file, int sequence, Attribute attribute) throws IOException {
        switch (attribute.type()) {
            case AttributeType.STANDARD_INFORMATION -> information(file, attribute);
            case AttributeType.FILE_NAME -> name(file, sequence, attribute);
            case AttributeType.DATA -> data(record, file, attribute);
            case AttributeType.REPARSE_POINT -> reparse(record, file);
            default -> {}
        }
    }

    private void information(int file, Attribute attribute) throws CorruptImageException {
        if (attribute instanceof Attribute.Resident resident) {
            modified[file] = resident.value().bits64(8);
            attributes[file] = (int) resident.value().u32(32);
        }
    }

    private void name(int file, int sequence, Attribute attribute) throws CorruptImageException {
        if (attribute instanceof Attribute.Resident resident) {
            FileName name = FileName.read(resident.value());
            long parent = FileReference.number(name.parent());
            if (!name.dosOnly() && parent < flags.length) {
                links.add(file, sequence, (int) parent, FileReference.sequence(name.parent()), name.name());
            }
        }
    }

    private void data(FileRecord record, int file, Attribute attribute) {
        if (!attribute.name().isEmpty()) {
            return;
        }
        long size;
        if (attribute instanceof Attribute.NonResident piece) {
            if (piece.lowestVcn() > 0) {
                return;
            }
            size = piece.size();
        } else {
            size = ((Attribute.Resident) attribute).value().size();
        }
        if (record.base()) {
            sizes[file] = size;
        } else {
            sizesElsewhere.add(new SizeElsewhere(record.baseReference(), size));
        }
    }

    private void reparse(FileRecord record, int file) throws IOException {
        try {
            if (record.base()
                    && volume.file(record)
                            .reparsePoint()
                            .map(ReparsePoint::link)
                            .orElse(false)) {
                flags[file] |= LINK;
            }
        } catch (CorruptImageException e) {
            visitor.damaged("MFT record " + file, e);
        }
    }

    @Override
    public void damaged(long number, boolean inUse, CorruptImageException problem) throws IOException {
        if (inUse) {
            visitor.damaged("MFT record " + number, problem);
        }
    }
}
