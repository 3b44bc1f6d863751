package dev.lifeboat.formats.wim;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A WIM without compression, written by hand from what docs/formats/wim.md says: contents, metadata, blob table, XML,
 * integrity table, in this order.
 */
public final class WimBytes {
    public static final int COMPRESSED = 0x4;
    public static final int METADATA = 0x2;
    public static final int SOLID = 0x10;
    public static final int INTEGRITY_CHUNK = 1 << 10;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> table = new ArrayList<>();
    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private final List<Node> images = new ArrayList<>();
    private final List<byte[]> security = new ArrayList<>();
    private final List<Integer> metadataAt = new ArrayList<>();
    private UnaryOperator<byte[]> metadataChange = bytes -> bytes;
    private String xml;
    private boolean integrity;
    private int flags;
    private int part = 1;
    private int parts = 1;
    private int bootImage;
    private int tableAt;
    private int xmlAt;
    private int integrityAt;

    /** A name in an image. */
    public static final class Node {
        final String name;
        final List<Node> children = new ArrayList<>();
        final Map<String, byte[]> streams = new LinkedHashMap<>();
        byte[] reparse;
        int attributes;
        int securityId = -1;
        int tag;
        long group;
        String shortName = "";

        Node(String name, int attributes) {
            this.name = name;
            this.attributes = attributes;
        }

        public Node stream(String stream, String content) {
            return stream(stream, content.getBytes(StandardCharsets.UTF_8));
        }

        public Node stream(String stream, byte[] content) {
            streams.put(stream, content);
            return this;
        }

        /** The folder of that name in this one, which is made if it is not there. */
        public Node child(String folder) {
            for (Node child : children) {
                if (child.name.equals(folder)) {
                    return child;
                }
            }
            Node made = directory(folder);
            children.add(made);
            return made;
        }

        public Node add(Node child) {
            children.add(child);
            return this;
        }

        public Node attributes(int bits) {
            attributes |= bits;
            return this;
        }

        public Node group(long id) {
            group = id;
            return this;
        }

        public Node shortName(String text) {
            shortName = text;
            return this;
        }

        public Node security(int id) {
            securityId = id;
            return this;
        }

        /** Of this tag, with data behind tag, length and two bytes. */
        public Node reparse(int reparseTag, byte[] data) {
            tag = reparseTag;
            reparse = data;
            return attributes(0x400);
        }
    }

    public static Node directory(String name, Node... children) {
        Node node = new Node(name, 0x10);
        node.children.addAll(List.of(children));
        return node;
    }

    public static Node file(String name, String content) {
        return new Node(name, 0x20).stream("", content);
    }

    public static Node file(String name, byte[] content) {
        return new Node(name, 0x20).stream("", content);
    }

    /** A symbolic link's data as it stands in a WIM. */
    public static byte[] symlink(String target) {
        byte[] name = target.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer data = ByteBuffer.allocate(12 + 2 * name.length).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0).putShort((short) name.length);
        data.putShort((short) name.length).putShort((short) name.length).putInt(1);
        return data.put(name).put(name).array();
    }

    /** Two images: one with a folder, a stream, a hard link and a symbolic link, and one with a file of the same content. */
    public static WimBytes sample() {
        return new WimBytes()
                .image(directory(
                        "",
                        file("a.txt", "alpha"),
                        directory(
                                "folder",
                                file("b.txt", "beta").stream("more", "stream of b")
                                        .shortName("B~1.TXT"),
                                file("linked", "gamma").group(7)),
                        new Node("link", 0x20).reparse(0xa000000c, symlink("folder\\b.txt")),
                        file("linked too", "gamma").group(7),
                        file("void", "")))
                .image(directory("", file("a.txt", "alpha")));
    }

    public WimBytes image(Node root) {
        images.add(root);
        return this;
    }

    /** Changes the metadata of every image before its SHA-1 is taken. */
    public WimBytes metadata(UnaryOperator<byte[]> change) {
        metadataChange = change;
        return this;
    }

    public WimBytes securityDescriptor(byte... bytes) {
        security.add(bytes);
        return this;
    }

    public WimBytes xml(String text) {
        xml = text;
        return this;
    }

    public WimBytes integrity() {
        integrity = true;
        return this;
    }

    public WimBytes flags(int bits) {
        flags |= bits;
        return this;
    }

    public WimBytes boot(int image) {
        bootImage = image;
        return this;
    }

    public WimBytes part(int number, int of) {
        part = number;
        parts = of;
        return flags(of > 1 ? 0x8 : 0);
    }

    /** Adds a content that no name has, or that another part's names have. */
    public WimBytes blob(String content) {
        blobs.put(content, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds an entry to the blob table as it is. */
    public WimBytes entry(long stored, int bits, long offset, long size, byte[] sha1) {
        table.add(entry(stored, bits, offset, size, 1, sha1));
        return this;
    }

    private byte[] entry(long stored, int bits, long offset, long size, int references, byte[] sha1) {
        return ByteBuffer.allocate(50)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(reshdr(stored, bits, offset, size))
                .putShort((short) part)
                .putInt(references)
                .put(sha1)
                .array();
    }

    private static byte[] reshdr(long stored, int bits, long offset, long size) {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(stored | (long) bits << 56)
                .putLong(offset)
                .putLong(size)
                .array();
    }

    /** Writes the file; the places below are known then. */
    public byte[] bytes() {
        out.reset();
        out.writeBytes(new byte[208]);
        List<byte[]> entries = new ArrayList<>();
        Map<String, byte[]> contents = new LinkedHashMap<>(blobs);
        images.forEach(image -> collect(image, contents));
        contents.values().forEach(content -> {
            entries.add(entry(content.length, 0, out.size(), content.length, 1, sha1(content)));
            out.writeBytes(content);
        });
        byte[] boot = new byte[24];
        metadataAt.clear();
        for (Node image : images) {
            byte[] metadata = metadataChange.apply(metadata(image));
            metadataAt.add(out.size());
            entries.add(entry(metadata.length, METADATA, out.size(), metadata.length, 1, sha1(metadata)));
            if (metadataAt.size() == bootImage) {
                boot = reshdr(metadata.length, METADATA, out.size(), metadata.length);
            }
            out.writeBytes(metadata);
        }
        entries.addAll(table);
        tableAt = out.size();
        entries.forEach(out::writeBytes);
        int tableEnd = out.size();
        xmlAt = out.size();
        byte[] text = ("\ufeff" + (xml == null ? defaultXml() : xml)).getBytes(StandardCharsets.UTF_16LE);
        out.writeBytes(text);
        integrityAt = out.size();
        byte[] sums = integrity ? integrity(Arrays.copyOfRange(out.toByteArray(), 208, tableEnd)) : new byte[0];
        out.writeBytes(sums);
        ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        file.put("MSWIM\0\0\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(208)
                .putInt(0x10d00)
                .putInt(flags);
        file.putInt(0).putLong(0x1111).putLong(0x2222).putShort((short) part).putShort((short) parts);
        file.putInt(images.size());
        file.put(reshdr(tableEnd - tableAt, METADATA, tableAt, tableEnd - tableAt));
        file.put(reshdr(text.length, METADATA, xmlAt, text.length)).put(boot).putInt(bootImage);
        file.put(integrity ? reshdr(sums.length, 0, integrityAt, sums.length) : new byte[24]);
        return file.array();
    }

    public int tableAt() {
        return tableAt;
    }

    public int xmlAt() {
        return xmlAt;
    }

    public int integrityAt() {
        return integrityAt;
    }

    /** Where the metadata of an image is, whose number is from 1. */
    public int metadataAt(int image) {
        return metadataAt.get(image - 1);
    }

    private String defaultXml() {
        StringBuilder text = new StringBuilder("<WIM><TOTALBYTES>0</TOTALBYTES>");
        for (int i = 1; i <= images.size(); i++) {
            text.append("<IMAGE INDEX=\"" + i + "\"><NAME>Image " + i + "</NAME><TOTALBYTES>16</TOTALBYTES></IMAGE>");
        }
        return text.append("</WIM>").toString();
    }

    private static void collect(Node node, Map<String, byte[]> contents) {
        node.streams.values().forEach(content -> collect(content, contents));
        if (node.reparse != null) {
            collect(node.reparse, contents);
        }
        node.children.forEach(child -> collect(child, contents));
    }

    private static void collect(byte[] content, Map<String, byte[]> contents) {
        if (content.length > 0) {
            contents.putIfAbsent(new String(content, StandardCharsets.ISO_8859_1), content);
        }
    }

    private byte[] metadata(Node root) {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        int sizes = security.stream().mapToInt(descriptor -> descriptor.length).sum();
        bytes.putInt(8 + 8 * security.size() + sizes).putInt(security.size());
        security.forEach(descriptor -> bytes.putLong(descriptor.length));
        security.forEach(bytes::put);
        align(bytes);
        int rootAt = bytes.position();
        dentry(bytes, root);
        bytes.putLong(0);
        children(bytes, root, rootAt);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void children(ByteBuffer bytes, Node directory, int at) {
        bytes.putLong(at + 16, bytes.position());
        List<Integer> places = new ArrayList<>();
        for (Node child : directory.children) {
            places.add(bytes.position());
            dentry(bytes, child);
        }
        bytes.putLong(0);
        for (int i = 0; i < places.size(); i++) {
            if ((directory.children.get(i).attributes & 0x10) != 0) {
                children(bytes, directory.children.get(i), places.get(i));
            }
        }
    }

    private static void dentry(ByteBuffer bytes, Node node) {
        byte[] name = node.name.getBytes(StandardCharsets.UTF_16LE);
        byte[] shortName = node.shortName.getBytes(StandardCharsets.UTF_16LE);
        int start = bytes.position();
        List<Map.Entry<String, byte[]>> extra = new ArrayList<>();
        byte[] own = node.streams.getOrDefault("", new byte[0]);
        boolean named = node.streams.size() > (node.streams.containsKey("") ? 1 : 0);
        if (named || (node.reparse != null && own.length > 0)) {
            if (node.reparse != null) {
                extra.add(Map.entry("", node.reparse));
            }
            extra.addAll(node.streams.entrySet());
            own = new byte[0];
        } else if (node.reparse != null) {
            own = node.reparse;
        }
        bytes.position(start + 8);
        bytes.putInt(node.attributes)
                .putInt(node.securityId)
                .putLong(0)
                .putLong(0)
                .putLong(0);
        bytes.putLong(0x01d4000000000000L).putLong(0x01d4000000000001L).putLong(0x01d4000000000002L);
        bytes.put(own.length == 0 ? new byte[20] : sha1(own)).putInt(0);
        bytes.putLong(node.reparse != null ? node.tag & 0xffffffffL : node.group);
        bytes.putShort((short) extra.size()).putShort((short) shortName.length).putShort((short) name.length);
        bytes.put(name).put(new byte[name.length == 0 ? 0 : 2]);
        bytes.put(shortName).put(new byte[shortName.length == 0 ? 0 : 2]);
        bytes.putLong(start, bytes.position() - start);
        align(bytes);
        for (Map.Entry<String, byte[]> stream : extra) {
            byte[] streamName = stream.getKey().getBytes(StandardCharsets.UTF_16LE);
            byte[] sha1 = stream.getValue().length == 0 ? new byte[20] : sha1(stream.getValue());
            bytes.putLong(38 + streamName.length).putLong(0).put(sha1).putShort((short) streamName.length);
            bytes.put(streamName);
            align(bytes);
        }
    }

    private static void align(ByteBuffer bytes) {
        bytes.position(bytes.position() + 7 & ~7);
    }

    private static byte[] integrity(byte[] covered) {
        int count = (covered.length + INTEGRITY_CHUNK - 1) / INTEGRITY_CHUNK;
        ByteBuffer bytes = ByteBuffer.allocate(12 + 20 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(bytes.capacity()).putInt(count).putInt(INTEGRITY_CHUNK);
        for (int at = 0; at < covered.length; at += INTEGRITY_CHUNK) {
            bytes.put(sha1(Arrays.copyOfRange(covered, at, Math.min(at + INTEGRITY_CHUNK, covered.length))));
        }
        return bytes.array();
    }

    public static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
