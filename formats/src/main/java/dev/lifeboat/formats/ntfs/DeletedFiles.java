package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for deleted files: Windows leaves the record of a file as it was, but for the flag, until another file needs it. */
public final class DeletedFiles {
    private final NtfsVolume volume;
    private final ParentPaths parents;
    private final FreeClusters free;

    private DeletedFiles(NtfsVolume volume) throws IOException {
        this.volume = volume;
        this.parents = new ParentPaths(volume.mft());
        this.free = new FreeClusters(volume.clusterBitmap(), volume.bootSector().clusters());
    }

    /** Receives what is found. */
    public interface Visitor {
        /**
         * Takes a file.
         *
         * @param file that was deleted
         * @throws IOException ends the search
         */
        void file(DeletedFile file) throws IOException;
    }

    /**
     * Looks at every record that is not in use. Records that are damaged, hold no name, or held further attributes of a file
     * tell of no file and are passed over.
     *
     * @param volume to search
     * @param visitor receives the files, in the order of their records
     * @throws CorruptImageException if $Bitmap is damaged
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    public static void forEach(NtfsVolume volume, Visitor visitor) throws IOException {
        DeletedFiles files = new DeletedFiles(volume);
        volume.mft().scan(new Mft.RecordVisitor() {
            @Override
            public void record(FileRecord record) {
                // is in use
            }

            @Override
            public void unused(long number) throws IOException {
                Optional<DeletedFile> file;
                try {
                    file = files.read(number);
                } catch (CorruptImageException e) {
                    return; // nobody keeps such records in order
                }
                if (file.isPresent()) {
                    visitor.file(file.get());
                }
            }
        });
    }

    private Optional<DeletedFile> read(long number) throws IOException {
        FileRecord record = volume.mft().recordInTable(number);
        if (!record.base()) {
            return Optional.empty();
        }
        Optional<FileName> name = Optional.empty();
        Optional<StandardInformation> information = Optional.empty();
        List<Attribute> data = new ArrayList<>();
        boolean complete = true;
        for (Attribute attribute : record.attributes()) {
            if (attribute.type() == AttributeType.ATTRIBUTE_LIST) {
                complete = false;
            } else if (attribute.type() == AttributeType.DATA
                    && attribute.name().isEmpty()) {
                data.add(attribute);
            } else if (attribute instanceof Attribute.Resident resident) {
                if (attribute.type() == AttributeType.FILE_NAME) {
                    name = better(name, FileName.read(resident.value()));
                } else if (attribute.type() == AttributeType.STANDARD_INFORMATION) {
                    information = Optional.of(StandardInformation.read(resident.value()));
                }
            }
        }
        if (name.isEmpty() || information.isEmpty()) {
            return Optional.empty();
        }
        ParentPaths.Path parent = parents.of(name.get().parent());
        String path = parent.path() + "/" + name.get().name();
        return Optional.of(new DeletedFile(
                number,
                record.sequence(),
                path,
                parent.known(),
                record.directory(),
                size(data),
                information.get(),
                data.isEmpty() && complete ? DeletedFile.Content.NONE : content(data)));
    }

    /** A long name rather than its short form; of several the first. */
    private static Optional<FileName> better(Optional<FileName> known, FileName name) {
        return known.isEmpty() || (known.get().dosOnly() && !name.dosOnly()) ? Optional.of(name) : known;
    }

    private static long size(List<Attribute> data) {
        for (Attribute attribute : data) {
            if (!(attribute instanceof Attribute.NonResident piece)) {
                return ((Attribute.Resident) attribute).value().size();
            }
            if (piece.lowestVcn() == 0) {
                return piece.size();
            }
        }
        return 0;
    }

    private DeletedFile.Content content(List<Attribute> data) throws IOException {
        List<Attribute.NonResident> pieces = new ArrayList<>(data.size());
        for (Attribute attribute : data) {
            if (!(attribute instanceof Attribute.NonResident piece)) {
                return DeletedFile.Content.RESIDENT;
            }
            pieces.add(piece);
        }
        if (pieces.isEmpty()) {
            return DeletedFile.Content.UNKNOWN; // they lie in another record
        }
        NtfsBootSector boot = volume.bootSector();
        RunList runs;
        try {
            runs = RunList.of(pieces, boot.clusters());
        } catch (CorruptImageException e) {
            return DeletedFile.Content.UNKNOWN;
        }
        long size = pieces.get(0).size();
        if (size > 0 && (size - 1) / boot.clusterSize() >= runs.endVcn()) {
            return DeletedFile.Content.UNKNOWN;
        }
        return free.state(runs);
    }
}
