package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhdx.BlockState;
import dev.lifeboat.formats.vhdx.BlockTable;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks whether every block of the disk has a place of its own in the file, and whether the file reaches that far. The whole
 * block allocation table is read, page by page; one bit for each MiB of the file is held in memory.
 */
final class VhdxBlockCheck implements Check<ImageFile> {
    private static final Rule TABLE = new Rule(
            "vhdx.bat",
            Severity.LOST,
            "The table that says where each block of the disk is in the file is cut off or too small. Windows refuses to open"
                    + " the file.",
            Remedies.ANOTHER_COPY);
    private static final Rule ENTRY = new Rule(
            "vhdx.bat-entry",
            Severity.LOST,
            "The table that says where each block of the disk is in the file has an entry that makes no sense. Windows refuses"
                    + " to open the file, or to read that block.",
            Remedies.ANOTHER_COPY);
    private static final Rule BEYOND = new Rule(
            "vhdx.bat-beyond-end",
            Severity.LOST,
            "The file ends before all of the disk's blocks: it was cut off, as when a copy is interrupted or the target drive is"
                    + " full. Windows refuses to open it.",
            "Copy the file again from where it came from, or use another version of the backup.");
    private static final Rule OVERLAP = new Rule(
            "vhdx.bat-overlap",
            Severity.LOST,
            "Two blocks of the disk claim the same place in the file; at most one of them still has its content. Windows refuses"
                    + " to open the file, or gives back wrong data.",
            Remedies.ANOTHER_COPY);
    private static final Rule ODD = new Rule(
            "vhdx.bat-odd",
            Severity.DAMAGED,
            "The table that says where each block of the disk is in the file has an entry that can be understood, but that not"
                    + " every Windows accepts.",
            "Make a new backup. If this one is needed, attach a copy of the file in Windows before relying on it.");
    private static final Rule UNCLAIMED = new Rule(
            "vhdx.unclaimed",
            Severity.NOTE,
            "The file holds data that belongs to no block of the disk. Windows may leave such data behind when blocks are given"
                    + " up; but if the table lost entries, these were their blocks, and the disk reads as zeros there.",
            "Compare with another version of the backup, or with 'lifeboat seal' if there is one of this.");
    private static final Rule GOOD =
            new Rule("vhdx.blocks", Severity.GOOD, "Every block of the disk has a place of its own in the file.", "");

    @Override
    public String question() {
        return "Does every block of the VHDX have a place of its own?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(TABLE, ENTRY, BEYOND, OVERLAP, ODD, UNCLAIMED, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<VhdxParts> parts = VhdxParts.of(image);
        if (parts.isEmpty()) {
            return;
        }
        try {
            FirstFindings first = new FirstFindings(findings);
            Scan scan = new Scan(parts.get(), first);
            scan.run();
            first.finish(image.bytes().name());
            if (first.isEmpty()) {
                findings.accept(GOOD.at(image.bytes().name(), scan.present + " of " + scan.table.blocks() + " blocks"));
            }
        } catch (ImageException e) {
            findings.accept(Finding.of(TABLE, e));
        }
    }

    private static final class Scan {
        private static final long MIB = 1 << 20;
        /** A disk has at most 64 TiB; what lies further back in a file is no block of it. */
        private static final long LARGEST_FILE = 256L << 40;

        private static final int OLD_UNMAPPED = 5;

        /** So much is looked at of what no block claims, in MiB: a hostile file may be huge. */
        private static final int MOST_UNCLAIMED = 256;

        private final VhdxParts parts;
        private final BlockTable table;
        private final FirstFindings findings;
        private final int blockSize;
        private final long end;
        /** One bit a MiB of the file: a block is there. */
        private final BitSet taken = new BitSet();
        /** One bit a MiB of the file: more than one is. */
        private final BitSet takenTwice = new BitSet();

        private long present;

        Scan(VhdxParts parts, FirstFindings findings) throws ImageException {
            this.parts = parts;
            this.table = parts.blocks();
            this.findings = findings;
            this.blockSize = parts.metadata().blockSize();
            this.end = Math.min(parts.contents().size(), LARGEST_FILE);
        }

        void run() throws IOException {
            for (long block = 0; block < table.blocks() && !findings.isEnough(); block++) {
                examine(block);
            }
            forEachPlace(this::claim);
            if (!takenTwice.isEmpty()) {
                forEachPlace(this::nameOwner);
            }
            if (findings.isEmpty()) {
                unclaimed();
            }
        }

        /** Nothing is said of room that is empty: programs leave some behind their tables, and at the end. */
        private void unclaimed() throws IOException {
            int most = (int) (end / MIB);
            int read = 0;
            for (int i = taken.nextClearBit(1); i < most && read < MOST_UNCLAIMED; i = taken.nextClearBit(i + 1)) {
                if (!table.isOnTables(i * MIB, (int) MIB)) {
                    read++;
                    if (!Zeros.fill(parts.contents(), i * MIB, MIB)) {
                        findings.accept(UNCLAIMED.at(at(i * MIB), "holds data, and is no block of the disk"));
                        return; // the first tells it all
                    }
                }
            }
        }

        private void examine(long block) throws IOException {
            long entry = table.entryOf(block);
            try {
                BlockState state = table.stateOf(entry, block);
                boolean hasPlace = BlockTable.fileOffsetOf(entry) != 0;
                if (state == BlockState.ZERO && hasPlace) {
                    odd(block, "is all zeros, and has a place in the file");
                } else if (state == BlockState.NOT_PRESENT && hasPlace) {
                    odd(block, "is not present, and has a place in the file");
                } else if ((entry & 7) == OLD_UNMAPPED) {
                    odd(block, "state is 5, which is unmapped in version 0.95 of the format and not known today");
                } else if (state == BlockState.PARTIALLY_PRESENT
                        && !BlockTable.isPresent(table.bitmapEntryOf(table.chunkOf(block)))) {
                    findings.accept(ENTRY.at(
                            at(table.positionOf(block)),
                            "block " + block + ": is partially present, and its sector bitmap is not in the file"));
                }
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(ENTRY, e));
            }
        }

        private void odd(long block, String problem) {
            findings.accept(ODD.at(at(table.positionOf(block)), "block " + block + ": " + problem));
        }

        /** What is in the file: a block, or a chunk's sector bitmap. */
        private enum Kind {
            BLOCK,
            BITMAP
        }

        private interface PlaceVisitor {
            void place(Kind kind, long number, long offset) throws IOException;
        }

        /** Entries that make no sense are passed over: they were found before. */
        private void forEachPlace(PlaceVisitor visitor) throws IOException {
            for (long block = 0; block < table.blocks() && !findings.isEnough(); block++) {
                long entry = table.entryOf(block);
                if (BlockTable.isPresent(entry)) {
                    visitor.place(Kind.BLOCK, block, BlockTable.fileOffsetOf(entry));
                }
            }
            if (parts.metadata().parentLocator().isEmpty()) {
                return;
            }
            for (long chunk = 0; chunk < table.chunks() && !findings.isEnough(); chunk++) {
                long entry = table.bitmapEntryOf(chunk);
                if (BlockTable.isPresent(entry)) {
                    visitor.place(Kind.BITMAP, chunk, BlockTable.fileOffsetOf(entry));
                }
            }
        }

        private void claim(Kind kind, long number, long offset) {
            present += kind == Kind.BLOCK ? 1 : 0;
            int length = lengthOf(kind);
            if (offset < 0 || offset >= LARGEST_FILE) { // a file that was cut off has no such entries
                found(ENTRY, kind, number, "cannot be at 0x" + Long.toHexString(offset) + ": no file is so large");
            } else if (table.isOnTables(offset, length)) {
                found(
                        ENTRY,
                        kind,
                        number,
                        "cannot be at 0x" + Long.toHexString(offset) + ", where the file's tables are");
            } else if (offset > end - needed(kind, number)) {
                found(
                        BEYOND,
                        kind,
                        number,
                        "should be at 0x" + Long.toHexString(offset) + ", and the file ends at 0x"
                                + Long.toHexString(end));
            } else {
                int from = (int) (offset / MIB);
                int to = from + (int) (length / MIB);
                for (int i = taken.nextSetBit(from); i >= 0 && i < to; i = taken.nextSetBit(i + 1)) {
                    takenTwice.set(i);
                }
                taken.set(from, to);
            }
        }

        private void nameOwner(Kind kind, long number, long offset) {
            int length = lengthOf(kind);
            if (table.isOnTables(offset, length) || offset > end - needed(kind, number)) {
                return;
            }
            int twice = takenTwice.nextSetBit((int) (offset / MIB));
            if (twice >= 0 && twice < (offset + length) / MIB) {
                found(
                        OVERLAP,
                        kind,
                        number,
                        "is at 0x" + Long.toHexString(offset) + ", and something else is at 0x"
                                + Long.toHexString(twice * MIB) + " too");
            }
        }

        private int lengthOf(Kind kind) {
            return kind == Kind.BLOCK ? blockSize : BlockTable.BITMAP_SIZE;
        }

        /** The last block may reach past the end of the disk. */
        private long needed(Kind kind, long number) {
            return kind == Kind.BLOCK
                    ? Math.min(blockSize, parts.metadata().virtualDiskSize() - number * blockSize)
                    : BlockTable.BITMAP_SIZE;
        }

        private void found(Rule rule, Kind kind, long number, String problem) {
            findings.accept(
                    kind == Kind.BLOCK
                            ? rule.at(at(table.positionOf(number)), "block " + number + ": " + problem)
                            : rule.at(at(table.bitmapPositionOf(number)), "sector bitmap " + number + ": " + problem));
        }

        private String at(long position) {
            return parts.contents().name() + " at 0x" + Long.toHexString(position);
        }
    }
}
