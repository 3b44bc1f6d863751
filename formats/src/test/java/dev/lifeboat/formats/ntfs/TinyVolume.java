package dev.lifeboat.formats.ntfs;

import static dev.lifeboat.formats.ntfs.NtfsBytes.ARCHIVE;
import static dev.lifeboat.formats.ntfs.NtfsBytes.COMPRESSED;
import static dev.lifeboat.formats.ntfs.NtfsBytes.ENCRYPTED;
import static dev.lifeboat.formats.ntfs.NtfsBytes.REPARSE;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole NTFS volume of 700 KiB, built by hand: sectors of 512 bytes, clusters and MFT records of 1 KiB, directory blocks
 * of 4 KiB. What a test wants otherwise it changes before {@link #bytes()} puts all together, or in the bytes afterwards.
 *
 * <pre>
 * cluster   0  $Boot          8  $MFT, records 0 to 31     44  $MFTMirr    48  $MFT:$BITMAP
 *          50  $LogFile      96  $UpCase                  224  $Bitmap    230  blocks of the root directory
 *         300  files        600  $MFT, records 32 to 63   700  end; then the backup of the boot sector
 * </pre>
 */
public final class TinyVolume {
    public static final int CLUSTER = 1024;
    public static final int CLUSTERS = 700;
    public static final int RECORD = 1024;
    public static final int RECORDS = 64;
    public static final int BLOCK = 4096;
    public static final String NAME = "C.img";

    public static final int MFT_AT = 8 * CLUSTER;
    public static final int MIRROR_AT = 44 * CLUSTER;
    public static final int UP_CASE_AT = 96 * CLUSTER;
    public static final int BITMAP_AT = 224 * CLUSTER;
    public static final int ROOT_BLOCKS_AT = 230 * CLUSTER;
    /** The block of {@link #DOCS} behind the two of the root, if {@link #withFiles()} is not changed. */
    public static final int DOCS_BLOCK_AT = 238 * CLUSTER;

    public static final int ROOT = 5;
    public static final int DOCS = 30;
    public static final int HELLO = 31;
    public static final int FRAGMENTED = 32;
    public static final int SPARSE = 33;
    public static final int VALID = 34;
    /** Its attributes lie in records 36 and 37, too. */
    public static final int LISTED = 35;

    public static final int STREAMS = 38;
    public static final int LINKED = 39;
    public static final int LONG_NAME = 40;
    public static final int WOF = 41;
    public static final int SYMLINK = 42;
    public static final int JUNCTION = 43;
    public static final int DEDUP = 44;
    public static final int CLOUD = 45;
    public static final int SECRET = 46;
    public static final int PACKED = 47;
    public static final int DELETED = 48;
    /** The first record that no file of {@link #withFiles()} has. */
    public static final int FREE = 49;

    private static final int ENTRIES_A_BLOCK = 12;
    private static final int MOST_IN_ROOT = 5;

    private final byte[] disk = new byte[CLUSTERS * CLUSTER + 512];
    private final Map<Integer, RecordBuilder> records = new TreeMap<>();
    private final Map<Integer, List<Entry>> directories = new TreeMap<>();
    private final BitSet used = new BitSet();
    private final BitSet recordFlips = new BitSet();
    private final BitSet clusterFlips = new BitSet();
    private final BitSet unsorted = new BitSet();
    private int nextBlocks = ROOT_BLOCKS_AT / CLUSTER;
    private boolean assembled;

    /**
     * A name in a directory, to be written into its index.
     *
     * @param size that the index shows; -1 for that of the file's main stream
     */
    public record Entry(int file, int sequence, String name, int namespace, long size) {}

    /** A sound volume without any files but those of NTFS. */
    public TinyVolume() {
        bootSector(0);
        bootSector(CLUSTERS * CLUSTER);
        system(0, "$MFT").nonResident(0x80, "", Clusters.of(8, 32, 600, 32)).nonResident(0xb0, "", bitmap(48, 8));
        system(1, "$MFTMirr").nonResident(0x80, "", Clusters.of(44, 4));
        system(2, "$LogFile").nonResident(0x80, "", Clusters.of(50, 16));
        system(3, "$Volume")
                .resident(0x60, "", NtfsBytes.utf16("TINY"))
                .resident(0x70, "", NtfsBytes.volumeInformation(0))
                .resident(0x80, "", new byte[0]);
        system(4, "$AttrDef").resident(0x80, "", new byte[160]);
        system(ROOT, ".").directory();
        system(6, "$Bitmap").nonResident(0x80, "", bitmap(224, 88));
        system(7, "$Boot").nonResident(0x80, "", Clusters.of(0, 8));
        system(8, "$BadClus")
                .resident(0x80, "", new byte[0])
                .nonResident(0x80, "$Bad", Clusters.of(Clusters.HOLE, CLUSTERS).valid(0));
        system(9, "$Secure").resident(0x80, "$SDS", new byte[20]);
        system(10, "$UpCase").nonResident(0x80, "", Clusters.of(96, 128));
        system(11, "$Extend").directory();
        entries(11);
        for (int reserved = 12; reserved < 16; reserved++) {
            records.put(
                    reserved,
                    new RecordBuilder()
                            .sequence(reserved)
                            .links(0)
                            .resident(0x10, "", NtfsBytes.standardInformation(6))
                            .resident(0x80, "", new byte[0]));
        }
        for (int never = 16; never < 24; never++) {
            records.put(never, new RecordBuilder().sequence(never).links(0).unused());
        }
        file(24, 11, "$ObjId").resident(0x90, "$O", new byte[32]);
        Arrays.fill(disk, 50 * CLUSTER, 66 * CLUSTER, (byte) 0xff);
        store(96, upCase());
        use(0, 8);
        use(8, 32);
        use(44, 5);
        use(50, 16);
        use(224, 1);
        use(600, 32);
    }

    /** A sound volume with a file of every kind. */
    public static TinyVolume withFiles() {
        TinyVolume volume = new TinyVolume();
        volume.directory(DOCS, ROOT, "Docs");
        volume.file(HELLO, DOCS, "hello.txt").resident(0x80, "", NtfsBytes.ascii("Hello, world\n"));
        volume.stored(volume.file(FRAGMENTED, DOCS, "Fragmented.bin"), NtfsBytes.pattern(5000), 300, 2, 310, 2, 305, 1);
        volume.sparse();
        volume.file(VALID, DOCS, "valid.bin")
                .nonResident(0x80, "", Clusters.of(330, 4).size(4000).valid(1500));
        volume.store(330, NtfsBytes.pattern(4096));
        volume.listed();
        volume.file(STREAMS, DOCS, "streams.txt")
                .resident(0x80, "", NtfsBytes.ascii("main"))
                .resident(0x80, "Zone.Identifier", NtfsBytes.ascii("[ZoneTransfer]\r\nZoneId=3\r\n"))
                .nonResident(0x80, "big", Clusters.of(350, 2).size(1500));
        volume.store(350, NtfsBytes.pattern(1500));
        volume.file(LINKED, ROOT, "linked.txt").resident(0x80, "", NtfsBytes.ascii("twice"));
        volume.link(LINKED, DOCS, "again.txt", 0).record(LINKED).links(2);
        volume.name(LONG_NAME, ROOT, "Long file name.txt", 1).resident(0x80, "", NtfsBytes.ascii("long"));
        volume.link(LONG_NAME, ROOT, "LONGFI~1.TXT", 2);
        volume.reparsePoints();
        volume.name(SECRET, ROOT, "secret.txt", 3, ARCHIVE | ENCRYPTED)
                .nonResident(0x80, "", 0x4000, Clusters.of(380, 1).size(600))
                .resident(0x100, "$EFS", new byte[40]);
        volume.store(380, NtfsBytes.pattern(600));
        volume.name(PACKED, ROOT, "packed.txt", 3, ARCHIVE | COMPRESSED)
                .nonResident(
                        0x80,
                        "",
                        1,
                        Clusters.of(381, 1, Clusters.HOLE, 15).unit(4).size(6000));
        volume.store(381, NtfsBytes.lznt1Chunk('a'));
        volume.records.put(
                DELETED,
                new RecordBuilder()
                        .sequence(7)
                        .unused()
                        .resident(0x30, "", NtfsBytes.fileName(volume.reference(DOCS), "deleted.txt")));
        return volume;
    }

    private void sparse() {
        name(SPARSE, DOCS, "sparse.bin", 3, ARCHIVE | NtfsBytes.SPARSE)
                .nonResident(
                        0x80,
                        "",
                        0x8000,
                        Clusters.of(Clusters.HOLE, 3, 320, 2, Clusters.HOLE, 1).size(6000));
        store(320, NtfsBytes.pattern(2048));
    }

    /** The two pieces of its main stream lie in records of their own. */
    private void listed() {
        RecordBuilder listed = file(LISTED, ROOT, "listed.bin").dataSize(3500);
        long base = listed.reference(LISTED);
        records.put(
                36,
                new RecordBuilder()
                        .links(0)
                        .base(base)
                        .nonResident(0x80, "", Clusters.of(340, 2).size(3500).allocated(4096)));
        records.put(
                37,
                new RecordBuilder()
                        .links(0)
                        .base(base)
                        .nonResident(0x80, "", Clusters.of(344, 2).from(2)));
        listed.resident(
                0x20,
                "",
                NtfsBytes.concat(
                        NtfsBytes.listEntry(0x10, "", 0, base, 0),
                        NtfsBytes.listEntry(0x30, "", 0, base, 1),
                        NtfsBytes.listEntry(0x80, "", 0, reference(36), 0),
                        NtfsBytes.listEntry(0x80, "", 2, reference(37), 0)));
        byte[] content = NtfsBytes.pattern(3500);
        store(340, Arrays.copyOf(content, 2048));
        store(344, Arrays.copyOfRange(content, 2048, 3500));
    }

    private void reparsePoints() {
        int sparse = ARCHIVE | NtfsBytes.SPARSE | REPARSE;
        name(WOF, ROOT, "wof.exe", 3, sparse)
                .nonResident(0x80, "", 0x8000, Clusters.of(Clusters.HOLE, 4).size(4000))
                .nonResident(0x80, "WofCompressedData", Clusters.of(360, 1).size(263))
                .resident(0xc0, "", NtfsBytes.wof(1, 2, 1, 0));
        store(360, NtfsBytes.xpressChunk('a', 4000));
        name(SYMLINK, ROOT, "link.txt", 3, ARCHIVE | REPARSE)
                .resident(0x80, "", new byte[0])
                .resident(0xc0, "", NtfsBytes.symlink("Docs\\hello.txt", "Docs\\hello.txt", true));
        entries(JUNCTION);
        name(JUNCTION, ROOT, "Junction", 3, NtfsBytes.DIRECTORY | REPARSE)
                .directory()
                .resident(0xc0, "", NtfsBytes.mountPoint("\\??\\C:\\Docs", "C:\\Docs"));
        name(DEDUP, ROOT, "dedup.bin", 3, sparse)
                .nonResident(0x80, "", 0x8000, Clusters.of(Clusters.HOLE, 4).size(4000))
                .resident(0xc0, "", NtfsBytes.reparse(0x8000_0013, new byte[16]));
        name(CLOUD, ROOT, "cloud.bin", 3, 0x40_1620)
                .nonResident(0x80, "", 0x8000, Clusters.of(Clusters.HOLE, 4).size(4000))
                .resident(0xc0, "", NtfsBytes.reparse(0x9000_601a, new byte[16]));
    }

    private static Clusters bitmap(long cluster, int size) {
        return Clusters.of(cluster, 1).size(size);
    }

    private void bootSector(int at) {
        ByteBuffer b = NtfsBytes.in(disk);
        b.put(at, new byte[] {(byte) 0xeb, 0x52, (byte) 0x90}).put(at + 3, NtfsBytes.ascii("NTFS    "));
        b.putShort(at + 11, (short) 512).put(at + 13, (byte) 2).put(at + 21, (byte) 0xf8);
        b.putLong(at + 40, CLUSTERS * 2).putLong(at + 48, 8).putLong(at + 56, 44);
        b.put(at + 64, (byte) -10).put(at + 68, (byte) -12).putLong(at + 72, 0x1234_5678_9abc_def0L);
        b.putShort(at + 510, (short) 0xaa55);
    }

    private RecordBuilder system(int number, String name) {
        return name(number, ROOT, name, 3, 6).sequence(Math.max(1, number));
    }

    /** Letters of Latin-1 have capitals; those of Poland, say, do not, so that it shows whose table is in use. */
    private static byte[] upCase() {
        return NtfsBytes.structure(2 * 65536, table -> {
            for (int c = 0; c < 65536; c++) {
                table.putShort((short) capital(c));
            }
        });
    }

    private static int capital(int c) {
        boolean latin = (c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7);
        return latin ? c - 32 : c;
    }

    /** Adds a file without data under a name that is long and short in one. */
    public RecordBuilder file(int number, int parent, String name) {
        return name(number, parent, name, 3);
    }

    /** Adds a directory; what {@link #entries} has for it goes into its index. */
    public RecordBuilder directory(int number, int parent, String name) {
        entries(number);
        return name(number, parent, name, 3, NtfsBytes.DIRECTORY).directory();
    }

    public RecordBuilder name(int number, int parent, String name, int namespace) {
        return name(number, parent, name, namespace, ARCHIVE);
    }

    private RecordBuilder name(int number, int parent, String name, int namespace, int attributes) {
        RecordBuilder record = new RecordBuilder();
        put(number, record);
        record.resident(0x10, "", NtfsBytes.standardInformation(attributes & ~NtfsBytes.DIRECTORY));
        link(number, parent, name, namespace);
        return record;
    }

    /** Adds a name to a file, in the record and in the directory; namespaces: 0 POSIX, 1 long, 2 short, 3 both. */
    public TinyVolume link(int number, int parent, String name, int namespace) {
        RecordBuilder record = record(number);
        record.resident(0x30, "", NtfsBytes.fileName(reference(parent), name, namespace, 0, ARCHIVE));
        entries(parent).add(new Entry(number, -1, name, namespace, -1));
        return this;
    }

    public RecordBuilder record(int number) {
        return records.get(number);
    }

    public TinyVolume put(int number, RecordBuilder record) {
        if (assembled) {
            throw new IllegalStateException("too late: the bytes are made");
        }
        records.put(number, record);
        return this;
    }

    /** Bits of a reference to a record; to one that is not there yet, with its own number for a sequence number. */
    public long reference(int number) {
        RecordBuilder record = records.get(number);
        return NtfsBytes.reference(number, record == null || number == ROOT ? number : record.sequence());
    }

    /** The names that a directory's index will have, in any order. */
    public List<Entry> entries(int directory) {
        return directories.computeIfAbsent(directory, d -> new ArrayList<>());
    }

    /** Leaves the names of a directory in the order in which they were added. */
    public TinyVolume unsorted(int directory) {
        unsorted.set(directory);
        return this;
    }

    /** Adds a file's main data; the runs are pairs of a cluster and a length. */
    public RecordBuilder stored(RecordBuilder file, byte[] content, long... runs) {
        int at = 0;
        for (int i = 0; i < runs.length; i += 2) {
            int length = (int) Math.min(content.length - at, runs[i + 1] * CLUSTER);
            store(runs[i], Arrays.copyOfRange(content, at, at + length));
            at += length;
        }
        return file.nonResident(0x80, "", Clusters.of(runs).size(content.length));
    }

    /** Writes bytes and marks their clusters as used. */
    public TinyVolume store(long cluster, byte[] content) {
        System.arraycopy(content, 0, disk, (int) cluster * CLUSTER, content.length);
        return use(cluster, (content.length + CLUSTER - 1) / CLUSTER);
    }

    private TinyVolume use(long cluster, int count) {
        used.set((int) cluster, (int) cluster + count);
        return this;
    }

    /** Makes $Bitmap lie about a cluster. */
    public TinyVolume flipCluster(int cluster) {
        clusterFlips.flip(cluster);
        return this;
    }

    /** Makes $MFT:$BITMAP lie about a record. */
    public TinyVolume flipRecord(int number) {
        recordFlips.flip(number);
        return this;
    }

    /** Where a record lies on the volume. */
    public static int recordAt(int number) {
        return number < 32 ? MFT_AT + number * RECORD : (600 + number - 32) * CLUSTER;
    }

    /** The whole volume; from now on only its bytes can be changed. */
    public byte[] bytes() {
        if (!assembled) {
            assembled = true;
            directories.forEach(this::index);
            records.forEach((number, record) ->
                    System.arraycopy(record.bytes(number, RECORD), 0, disk, recordAt(number), RECORD));
            System.arraycopy(disk, MFT_AT, disk, MIRROR_AT, 4 * RECORD);
            bitmaps();
        }
        return disk;
    }

    public ByteSource source() {
        return ByteSource.of(NAME, bytes());
    }

    public NtfsVolume open() throws IOException {
        return NtfsVolume.read(source());
    }

    private void bitmaps() {
        BitSet inUse = new BitSet();
        records.forEach((number, record) -> inUse.set(number, record.inUse()));
        inUse.xor(recordFlips);
        byte[] bits = inUse.toByteArray();
        System.arraycopy(bits, 0, disk, 48 * CLUSTER, bits.length);
        used.xor(clusterFlips);
        used.set(CLUSTERS, 88 * 8); // Windows sets the bits that stand for no cluster
        System.arraycopy(used.toByteArray(), 0, disk, BITMAP_AT, 88);
    }

    private static final Comparator<String> COLLATION = (a, b) -> {
        int[] x = a.chars().map(TinyVolume::capital).toArray();
        int[] y = b.chars().map(TinyVolume::capital).toArray();
        return Arrays.compare(x, y);
    };

    /** In the record if it is short, else blocks of twelve names with the thirteenth between them in the root. */
    private void index(int directory, List<Entry> added) {
        List<Entry> entries = new ArrayList<>(added);
        if (!unsorted.get(directory)) {
            entries.sort(Comparator.comparing(Entry::name, COLLATION));
        }
        RecordBuilder record = records.get(directory);
        IndexNode root = new IndexNode();
        if (entries.size() <= MOST_IN_ROOT) {
            entries.forEach(entry -> add(root, directory, entry, -1));
            record.resident(0x90, "$I30", root.end().root(BLOCK, CLUSTER));
            return;
        }
        int first = nextBlocks;
        int blocks = 0;
        IndexNode leaf = new IndexNode();
        for (int i = 0; i < entries.size(); i++) {
            if (i % (ENTRIES_A_BLOCK + 1) == ENTRIES_A_BLOCK) {
                add(root, directory, entries.get(i), 4L * blocks);
                block(leaf, blocks++);
                leaf = new IndexNode();
            } else {
                add(leaf, directory, entries.get(i), -1);
            }
        }
        root.end(4L * blocks);
        block(leaf, blocks++);
        nextBlocks = first + 4 * blocks;
        record.resident(0x90, "$I30", root.root(BLOCK, CLUSTER));
        record.nonResident(0xa0, "$I30", Clusters.of(first, 4L * blocks));
        record.resident(0xb0, "$I30", new byte[] {(byte) ((1 << blocks) - 1), 0, 0, 0, 0, 0, 0, 0});
    }

    private void block(IndexNode leaf, int number) {
        store(nextBlocks + 4L * number, leaf.end().block(4L * number, BLOCK));
    }

    private void add(IndexNode node, int directory, Entry entry, long childVcn) {
        RecordBuilder record = records.get(entry.file());
        int sequence = entry.sequence() < 0 ? record.sequence() : entry.sequence();
        boolean isDirectory = record != null && record.isDirectory();
        long size = entry.size() >= 0 ? entry.size() : record == null ? 0 : record.dataSize();
        int tag = record == null ? 0 : record.reparseTag();
        byte[] key = NtfsBytes.fileName(
                reference(directory),
                entry.name(),
                entry.namespace(),
                size,
                (isDirectory ? NtfsBytes.DIRECTORY : ARCHIVE) | (tag == 0 ? 0 : REPARSE),
                tag);
        node.entry(NtfsBytes.reference(entry.file(), sequence), key, childVcn);
    }
}
