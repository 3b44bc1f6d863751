package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file or directory with all its attributes, gathered from its base record and those that extend it. */
public final class NtfsFile {
    static final int MAX_REPARSE = 16 << 10;

    /** Windows: 64 KiB. */
    private static final int MAX_EA = 256 << 10;

    private final Mft mft;
    private final FileRecord base;
    private final List<Attribute> attributes;
    private final ValueReader values;
    private final Set<Long> extensions = new HashSet<>();
    private int unlisted;

    NtfsFile(Mft mft, FileRecord base) throws IOException {
        this.mft = mft;
        this.base = base;
        this.values = new ValueReader(mft.volume(), mft.boot());
        this.attributes = gather();
    }

    private List<Attribute> gather() throws IOException {
        for (Attribute attribute : base.attributes()) {
            if (attribute.type() == AttributeType.ATTRIBUTE_LIST) {
                return gather(values.small(attribute, AttributeList.MAX_SIZE));
            }
        }
        return base.attributes();
    }

    /**
     * Each entry of the list must be met in the record it names, and that record must belong to this file. None is named
     * twice: else a million files could each have a list of ten thousand entries that take no room in the table.
     */
    private List<Attribute> gather(Struct list) throws IOException {
        Map<Long, FileRecord> records = new HashMap<>();
        records.put(base.number(), base);
        List<Attribute> all = new ArrayList<>();
        Set<Attribute> listed = Collections.newSetFromMap(new IdentityHashMap<>());
        AttributeList.forEach(list, entry -> {
            long number = FileReference.number(entry.record());
            FileRecord record = records.get(number);
            if (record == null) {
                record = extension(entry.record());
                records.put(number, record);
                extensions.add(number);
            }
            Attribute attribute = find(record, entry);
            if (!listed.add(attribute)) {
                throw record.corrupt(
                        AttributeType.name(entry.type()) + " number " + entry.id() + " is twice in the attribute list");
            }
            all.add(attribute);
        });
        for (FileRecord record : records.values()) {
            for (Attribute attribute : record.attributes()) {
                boolean attributeList = attribute.type() == AttributeType.ATTRIBUTE_LIST;
                unlisted += attributeList || listed.contains(attribute) ? 0 : 1;
            }
        }
        return all;
    }

    private FileRecord extension(long reference) throws IOException {
        FileRecord record = mft.record(FileReference.number(reference));
        if (!record.inUse() || record.sequence() != FileReference.sequence(reference)) {
            throw record.corrupt("record " + base.number() + " keeps attributes in "
                    + FileReference.of(reference) + ", but this is "
                    + new FileReference(record.number(), record.sequence())
                    + (record.inUse() ? "" : ", not in use"));
        }
        if (FileReference.number(record.baseReference()) != base.number()
                || FileReference.sequence(record.baseReference()) != base.sequence()) {
            throw record.corrupt("holds attributes of " + FileReference.of(record.baseReference())
                    + ", but is listed by " + new FileReference(base.number(), base.sequence()));
        }
        return record;
    }

    private static Attribute find(FileRecord record, AttributeList.Entry entry) throws CorruptImageException {
        for (Attribute attribute : record.attributes()) {
            if (entry.names(attribute)) {
                return attribute;
            }
        }
        throw record.corrupt("lacks " + AttributeType.name(entry.type()) + " number " + entry.id()
                + (entry.lowestVcn() > 0 ? " from VCN " + entry.lowestVcn() : "") + ", which the attribute list names");
    }

    public long number() {
        return base.number();
    }

    public FileReference reference() {
        return new FileReference(base.number(), base.sequence());
    }

    public boolean directory() {
        return base.directory();
    }

    public FileRecord record() {
        return base;
    }

    /**
     * Returns the records that extend this file's base record.
     *
     * @return their numbers; empty for most files
     */
    public Set<Long> extensionRecords() {
        return Collections.unmodifiableSet(extensions);
    }

    /**
     * Returns how many attributes lie in this file's records without being in its attribute list. They do not count, neither
     * here nor for Windows.
     *
     * @return 0 in a sound file
     */
    public int unlistedAttributes() {
        return unlisted;
    }

    /**
     * Returns all attributes, each piece of a large one by itself.
     *
     * @return not to be changed
     */
    public List<Attribute> attributes() {
        return attributes;
    }

    /**
     * Returns times and attributes.
     *
     * @return what $STANDARD_INFORMATION says
     * @throws CorruptImageException if the file has none
     */
    public StandardInformation information() throws CorruptImageException {
        for (Attribute attribute : attributes) {
            if (attribute.type() == AttributeType.STANDARD_INFORMATION
                    && attribute instanceof Attribute.Resident resident) {
                return StandardInformation.read(resident.value());
            }
        }
        throw base.corrupt("has no $STANDARD_INFORMATION");
    }

    /**
     * Returns every name of the file in every directory, short ones too.
     *
     * @return in the order of the attributes
     * @throws CorruptImageException if one is damaged
     */
    public List<FileName> names() throws CorruptImageException {
        List<FileName> names = new ArrayList<>(2);
        for (Attribute attribute : attributes) {
            if (attribute.type() == AttributeType.FILE_NAME && attribute instanceof Attribute.Resident resident) {
                names.add(FileName.read(resident.value()));
            }
        }
        return names;
    }

    /**
     * Returns the data streams.
     *
     * @return the main one first, if there is one (directories have none)
     */
    public List<StreamInfo> streams() {
        List<StreamInfo> streams = new ArrayList<>(1);
        for (Attribute attribute : attributes) {
            if (attribute.type() == AttributeType.DATA && startsValue(attribute)) {
                streams.add(StreamInfo.of(attribute));
            }
        }
        streams.sort(Comparator.comparing((StreamInfo s) -> !s.name().isEmpty()));
        return streams;
    }

    private static boolean startsValue(Attribute attribute) {
        return attribute.firstVcn() == 0;
    }

    /**
     * Returns what stands in the file's place, if anything does.
     *
     * @return the reparse point, or empty
     * @throws CorruptImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<ReparsePoint> reparsePoint() throws IOException {
        Optional<Struct> value = reparseValue();
        return value.isEmpty() ? Optional.empty() : Optional.of(ReparsePoint.read(value.get()));
    }

    Optional<Struct> reparseValue() throws IOException {
        for (Attribute attribute : attributes) {
            if (attribute.type() == AttributeType.REPARSE_POINT) {
                return Optional.of(values.small(attribute, MAX_REPARSE));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what programs noted beside the data.
     *
     * @return name and value; empty for most files
     * @throws CorruptImageException if the list is damaged
     * @throws IOException if the storage cannot be read
     */
    public List<ExtendedAttribute> extendedAttributes() throws IOException {
        if (!has(AttributeType.EA, "")) {
            return List.of();
        }
        ByteSource list = openRaw(AttributeType.EA, "");
        if (list.size() > MAX_EA) {
            throw base.corrupt("$EA has " + list.size() + " bytes, more than the possible " + MAX_EA);
        }
        return ExtendedAttribute.readAll(Struct.read(list, 0, (int) list.size(), "$EA"));
    }

    /**
     * Returns by what the file is found although it was moved.
     *
     * @return empty for most files
     * @throws CorruptImageException if it is damaged
     */
    public Optional<ObjectId> objectId() throws CorruptImageException {
        for (Attribute attribute : attributes) {
            if (attribute.type() == AttributeType.OBJECT_ID && attribute instanceof Attribute.Resident resident) {
                return Optional.of(ObjectId.read(resident.value()));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what other parts of Windows keep in the file's records.
     *
     * @return names of $LOGGED_UTILITY_STREAM, such as {@code $EFS} and {@code $TXF_DATA}
     */
    public List<String> loggedStreams() {
        return attributes.stream()
                .filter(attribute -> attribute.type() == AttributeType.LOGGED_UTILITY_STREAM && startsValue(attribute))
                .map(Attribute::name)
                .toList();
    }

    /**
     * Tells whether the content has to be fetched from a cloud.
     *
     * @return true for a placeholder without data; false for a file of a cloud whose data is here, and for all others
     * @throws CorruptImageException if the reparse point is damaged
     * @throws IOException if the storage cannot be read
     */
    public boolean onlineOnly() throws IOException {
        List<Attribute> pieces = pieces(AttributeType.DATA, "");
        return !pieces.isEmpty()
                && reparsePoint().map(ReparsePoint::cloud).orElse(false)
                && new ContentOpener(this, values).isPlaceholder(StreamInfo.of(pieces.get(0)));
    }

    /**
     * Opens a stream as a program on Windows would read it: expanded, if NTFS or the filter driver WOF compressed it.
     *
     * @param stream empty for the main one
     * @param name for messages: the path of the file
     * @return its bytes
     * @throws UnsupportedImageException if they are encrypted, kept elsewhere, or compressed in a way that is not known
     * @throws CorruptImageException if there is no such stream, or its runs are wrong; what is wrong with compressed bytes is
     *     said when they are read
     * @throws IOException if the storage cannot be read
     */
    public ByteSource open(String stream, String name) throws IOException {
        return new ContentOpener(this, values).open(stream, name);
    }

    /**
     * Opens the value of any attribute as its clusters hold it, whatever its flags say.
     *
     * @param type of the attribute
     * @param attributeName of the attribute, or empty
     * @return its bytes
     * @throws CorruptImageException if there is no such attribute, or its runs are wrong
     */
    public ByteSource openRaw(int type, String attributeName) throws CorruptImageException {
        List<Attribute> pieces = pieces(type, attributeName);
        String what = AttributeType.name(type) + (attributeName.isEmpty() ? "" : ":" + attributeName);
        if (pieces.isEmpty()) {
            throw base.corrupt("has no " + what);
        }
        return values.value(base, pieces, mft.volume().name() + "/record " + number() + "/" + what);
    }

    /**
     * Tells whether the file has an attribute.
     *
     * @param type of the attribute
     * @param attributeName of the attribute, or empty
     * @return whether one of its pieces was found
     */
    public boolean has(int type, String attributeName) {
        return !pieces(type, attributeName).isEmpty();
    }

    /** The pieces of one value, the one that begins it first. */
    List<Attribute> pieces(int type, String attributeName) {
        List<Attribute> pieces = new ArrayList<>(1);
        for (Attribute attribute : attributes) {
            if (attribute.type() == type && attribute.name().equals(attributeName)) {
                pieces.add(attribute);
            }
        }
        if (pieces.size() > 1) {
            pieces.sort(Comparator.comparingLong(Attribute::firstVcn));
        }
        return pieces;
    }
}
