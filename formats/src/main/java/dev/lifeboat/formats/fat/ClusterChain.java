package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The clusters of a file or directory, as one copy of the FAT strings them together, with neighbours merged into extents;
 * and how the chain ends, which is not always well.
 */
final class ClusterChain {
    /** How a chain ends. */
    enum End {
        /** With the mark of an end. */
        MARKED,
        /** At a cluster that the FAT says is free. */
        FREE,
        /** At a cluster that the FAT says is bad. */
        BAD,
        /** At a number that is no cluster's. */
        NO_CLUSTER,
        /** Never: it comes back to a cluster that it has passed. */
        LOOP,
        /** Nobody knows: it was followed as far as it may reach, and goes on. */
        TOO_LONG
    }

    /** 8 MiB of them. A file in more pieces was not made by an operating system. */
    private static final int MOST_EXTENTS = 1 << 20;

    private int[] firstClusters = new int[4];
    /** Of each extent, how many clusters of the chain lie before it. */
    private int[] positions = new int[4];

    private int extents;
    private long length;
    private End end = End.MARKED;
    /** The last cluster of a sound chain, else the number that cannot be part of it. */
    private long endsWith;

    private ClusterChain() {}

    /** Returns no clusters, as a file of no bytes has. */
    static ClusterChain empty() {
        return new ClusterChain();
    }

    /**
     * Follows a chain to its end. A chain that is broken is no error here; {@link #end()} tells.
     *
     * @param first the number of the first cluster, which may be none
     * @param most clusters to follow
     * @throws UnsupportedImageException if it is in more than a million pieces
     * @throws dev.lifeboat.formats.source.CorruptImageException if the image ends inside the FAT
     */
    static ClusterChain follow(FatTable table, BiosParameterBlock layout, long first, long most) throws IOException {
        ClusterChain chain = new ClusterChain();
        // Brent's way to see a circle: a mark stays where the walk was after 1, 2, 4, 8 ... steps, and is met again.
        long mark = -1;
        long nextMark = 1;
        long cluster = first;
        while (true) {
            chain.endsWith = cluster;
            if (!layout.isCluster(cluster)) {
                chain.end = End.NO_CLUSTER;
                return chain;
            }
            int next = table.entry(cluster);
            if (table.isFree(next) || table.isBad(next)) {
                chain.end = table.isFree(next) ? End.FREE : End.BAD;
                return chain;
            }
            if (cluster == mark) {
                chain.end = End.LOOP;
                return chain;
            }
            if (chain.length == most) {
                chain.end = End.TOO_LONG;
                return chain;
            }
            chain.append((int) cluster, table);
            if (table.isEnd(next)) {
                return chain;
            }
            if (chain.length == nextMark) {
                mark = cluster;
                nextMark *= 2;
            }
            cluster = next;
        }
    }

    private void append(int cluster, FatTable table) throws UnsupportedImageException {
        boolean extendsLast = extents > 0 && firstClusters[extents - 1] + (length - positions[extents - 1]) == cluster;
        if (!extendsLast) {
            if (extents == MOST_EXTENTS) {
                throw new UnsupportedImageException(
                        table.name(), "a chain of clusters in more than " + MOST_EXTENTS + " pieces is not supported");
            }
            if (extents == firstClusters.length) {
                firstClusters = Arrays.copyOf(firstClusters, extents * 2);
                positions = Arrays.copyOf(positions, extents * 2);
            }
            firstClusters[extents] = cluster;
            positions[extents] = (int) length;
            extents++;
        }
        length++;
    }

    /** Number of clusters; of a {@linkplain End#LOOP loop} some are counted twice. */
    long length() {
        return length;
    }

    /** How it ends: {@link End#MARKED} if it is sound. */
    End end() {
        return end;
    }

    /** Index of the extent that holds a cluster of the chain, counted from 0. */
    int extentOf(long position) {
        int found = Arrays.binarySearch(positions, 0, extents, (int) position);
        return found >= 0 ? found : -found - 2;
    }

    /** How many clusters of the chain lie before an extent. */
    long extentStart(int extent) {
        return positions[extent];
    }

    /** How many clusters of the chain lie before the end of an extent. */
    long extentEnd(int extent) {
        return extent + 1 < extents ? positions[extent + 1] : length;
    }

    /** Number of an extent's first cluster. */
    long firstCluster(int extent) {
        return firstClusters[extent];
    }

    /** Says how it ends, to follow the words "cluster chain". */
    String endInWords() {
        return switch (end) {
            case MARKED -> "ends at cluster " + endsWith;
            case FREE -> "leads to cluster " + endsWith + ", which is free";
            case BAD -> "leads to cluster " + endsWith + ", which is marked bad";
            case NO_CLUSTER -> "leads to " + endsWith + ", which is no cluster";
            case TOO_LONG -> "goes on after " + length + " clusters";
            case LOOP -> "runs in a circle through cluster " + endsWith;
        };
    }
}
