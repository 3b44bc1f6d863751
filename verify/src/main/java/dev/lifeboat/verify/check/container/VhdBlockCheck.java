package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhd.DynamicHeader;
import dev.lifeboat.formats.vhd.VhdBlockTable;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether every block of the disk has a place of its own in the file, and whether the file reaches that far. */
final class VhdBlockCheck implements Check<ImageFile> {
    private static final Rule ENTRY = new Rule(
            "vhd.bat-entry",
            Severity.LOST,
            "The table that says where each block of the disk is in the file has an entry that makes no sense. Windows refuses"
                    + " to open the file, or gives back wrong data.",
            Remedies.ANOTHER_COPY);
    private static final Rule BEYOND = new Rule(
            "vhd.bat-beyond-end",
            Severity.LOST,
            "The file ends before all of the disk: it was cut off, as when a copy is interrupted or the target drive is full.",
            "Copy the file again from where it came from, or use another version of the backup.");
    private static final Rule OVERLAP = new Rule(
            "vhd.bat-overlap",
            Severity.LOST,
            "Two blocks of the disk claim the same place in the file; at most one of them still has its content.",
            Remedies.ANOTHER_COPY);
    private static final Rule TOO_MANY = new Rule(
            "vhd.bat-too-many",
            Severity.UNDECIDED,
            "The file has far more blocks than any program makes, so it was not looked into whether they overlap.",
            "Make a new backup, and verify that.");
    private static final Rule UNCLAIMED = new Rule(
            "vhd.unclaimed",
            Severity.NOTE,
            "The file holds data that belongs to no block of the disk. If the table lost entries, these were their blocks, and the"
                    + " disk reads as zeros there.",
            "Compare with another version of the backup, or with 'lifeboat seal' if there is one of this.");
    private static final Rule GOOD =
            new Rule("vhd.blocks", Severity.GOOD, "Every block of the disk has a place of its own in the file.", "");

    @Override
    public String question() {
        return "Does every block of the VHD have a place of its own?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(ENTRY, BEYOND, OVERLAP, TOO_MANY, UNCLAIMED, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<VhdFooter> footer = VhdParts.footer(image);
        if (footer.isEmpty()) {
            return;
        }
        if (footer.get().kind() == VhdFooter.Kind.FIXED) {
            fixed(image.bytes(), footer.get(), findings);
            return;
        }
        Optional<DynamicHeader> header = VhdParts.header(image);
        if (header.isPresent()) {
            new Scan(image.bytes(), footer.get(), header.get(), findings).run();
        }
    }

    private static void fixed(ByteSource file, VhdFooter footer, Consumer<Finding> findings) {
        String what = "a fixed disk of " + footer.currentSize() + " bytes";
        findings.accept(
                footer.currentSize() > footer.fileEnd()
                        ? BEYOND.at(file.name(), what + ", and the file holds " + footer.fileEnd())
                        : GOOD.at(file.name(), what));
    }

    private static final class Scan {
        /** Windows makes blocks of 2 MiB or 512 KiB, and disks of at most 2040 GiB: 2^22 of them. */
        private static final int MOST_SLOTS = 1 << 24;

        private static final int SECTOR = 512;

        /** So much is looked at of what no block claims, in bytes: a hostile file may be huge. */
        private static final long MOST_UNCLAIMED = 256 << 20;

        private final ByteSource file;
        private final VhdFooter footer;
        private final DynamicHeader header;
        private final VhdBlockTable table;
        private final Consumer<Finding> next;
        private final FirstFindings findings;
        /** Bytes of a block in the file, with its bitmap. */
        private final int length;

        private long present;

        Scan(ByteSource file, VhdFooter footer, DynamicHeader header, Consumer<Finding> next) {
            this.file = file;
            this.footer = footer;
            this.header = header;
            this.table = new VhdBlockTable(file, footer, header);
            this.next = next;
            this.findings = new FirstFindings(next);
            this.length = table.bitmapSize() + header.blockSize();
        }

        void run() throws IOException {
            long slots = footer.fileEnd() / length + 1;
            if (slots > MOST_SLOTS) {
                findings.accept(TOO_MANY.at(file.name(), "room for " + slots + " blocks"));
                return;
            }
            BlockSlots places = new BlockSlots((int) slots, length);
            for (long block = 0; block < table.blocks() && !findings.isEnough(); block++) {
                long place = table.placeOf(block);
                if (place >= 0) {
                    present++;
                    examine(block, place, places);
                }
            }
            if (findings.isEmpty()) {
                unclaimed(places);
            }
            findings.finish(file.name());
            if (findings.isEmpty()) {
                next.accept(GOOD.at(file.name(), present + " of " + table.blocks() + " blocks"));
            }
        }

        /** Programs leave room of their own between blocks, but none so large that a block would fit, and with data in it. */
        private void unclaimed(BlockSlots places) throws IOException {
            long[] left = {MOST_UNCLAIMED};
            long endOfTable = (table.positionOf(header.entries()) + SECTOR - 1) / SECTOR * SECTOR;
            long end = Math.min(footer.fileEnd(), file.size() - SECTOR); // a damaged footer is no block either
            places.forEachGap(endOfTable, end, (from, to) -> {
                long looked = Math.min(to - from, left[0]);
                if (to - from >= length && !Zeros.fill(file, from, looked) && findings.isEmpty()) {
                    findings.accept(UNCLAIMED.at(
                            file.name() + " at 0x" + Long.toHexString(from),
                            (to - from) + " bytes hold data, and are no block of the disk"));
                }
                left[0] -= looked;
            });
        }

        private void examine(long block, long place, BlockSlots places) {
            // The last block may reach past the end of the disk.
            long needed = table.bitmapSize()
                    + Math.min(header.blockSize(), footer.currentSize() - block * header.blockSize());
            String at = "0x" + Long.toHexString(place);
            if (table.isOnTables(place, length)) {
                found(ENTRY, block, "cannot be at " + at + ", where the file's tables are");
            } else if (place > footer.fileEnd() - needed) {
                found(
                        BEYOND,
                        block,
                        "should be at " + at + ", and the file ends at 0x" + Long.toHexString(footer.fileEnd()));
            } else if (!places.claim(place)) {
                found(OVERLAP, block, "is at " + at + ", where a block before it is too");
            }
        }

        private void found(Rule rule, long block, String problem) {
            findings.accept(rule.at(
                    file.name() + " at 0x" + Long.toHexString(table.positionOf(block)),
                    "block " + block + ": " + problem));
        }
    }
}
