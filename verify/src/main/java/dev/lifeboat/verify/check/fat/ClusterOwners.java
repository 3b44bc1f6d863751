package dev.lifeboat.verify.check.fat;

import dev.lifeboat.formats.fat.BiosParameterBlock;
import dev.lifeboat.formats.fat.FatEntry;
import dev.lifeboat.formats.fat.FatTable;
import dev.lifeboat.formats.fat.FatVolume;
import java.io.IOException;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Which clusters belong to a file or directory. Three bits for each, so that the largest volume takes 96 MiB; and no
 * cluster is passed more than three times, however the chains are tangled.
 */
final class ClusterOwners {
    /** How a chain came to its end. */
    enum End {
        MARKED("ends at cluster"),
        FREE("leads to the free cluster"),
        BAD("leads to the bad cluster"),
        NO_CLUSTER("leads to what is no cluster:"),
        BEYOND_IMAGE("leads beyond the end of the image, to cluster"),
        LOOP("comes back to cluster"),
        SHARED("leads to cluster");

        final String words;

        End(String words) {
            this.words = words;
        }
    }

    /**
     * One chain.
     *
     * @param clusters its length up to its end
     * @param at the number of the cluster at which it ends
     */
    record Chain(long clusters, End end, long at) {}

    private final FatVolume volume;
    private final BiosParameterBlock layout;
    /** The one that Windows uses, whatever the other says. */
    private final FatTable table;

    private final BitSet claimed = new BitSet();
    /** Where a second chain joins a first. */
    private final BitSet shared = new BitSet();

    private final BitSet searched = new BitSet();

    ClusterOwners(FatVolume volume) {
        this.volume = volume;
        this.layout = volume.layout();
        this.table = volume.tables().get(layout.activeFat().orElse(0));
    }

    /** Follows a chain and claims its clusters, up to the first that is claimed already. */
    Chain claim(FatEntry entry) throws IOException {
        long length = 0;
        long cluster = entry.firstCluster();
        while (true) {
            if (!layout.isCluster(cluster)) {
                return new Chain(length, End.NO_CLUSTER, cluster);
            }
            if (layout.clusterOffset(cluster) > volume.bytes().size() - layout.clusterSize()) {
                return new Chain(length, End.BEYOND_IMAGE, cluster);
            }
            if (claimed.get((int) cluster)) {
                if (isAmong(cluster, entry.firstCluster(), length)) {
                    return new Chain(length, End.LOOP, cluster);
                }
                shared.set((int) cluster);
                return new Chain(length, End.SHARED, cluster);
            }
            int next = table.entry(cluster);
            if (table.isFree(next) || table.isBad(next)) {
                return new Chain(length, table.isFree(next) ? End.FREE : End.BAD, cluster);
            }
            claimed.set((int) cluster);
            length++;
            if (table.isEnd(next)) {
                return new Chain(length, End.MARKED, cluster);
            }
            cluster = next;
        }
    }

    /** Returns the first cluster of a chain that another one has too, once all have been claimed. */
    OptionalLong firstShared(FatEntry entry) throws IOException {
        long cluster = entry.firstCluster();
        while (layout.isCluster(cluster) && !searched.get((int) cluster)) {
            if (shared.get((int) cluster)) {
                return OptionalLong.of(cluster);
            }
            searched.set((int) cluster);
            cluster = table.entry(cluster);
        }
        return OptionalLong.empty();
    }

    boolean anyShared() {
        return !shared.isEmpty();
    }

    /** Counts clusters that the FAT says are in use and that no file has. */
    long countLost() throws IOException {
        long lost = 0;
        for (long cluster = 2; layout.isCluster(cluster); cluster++) {
            lost += isLost(cluster) ? 1 : 0;
        }
        return lost;
    }

    /** Tells whether a number is that of a cluster that is in use and that no file has. */
    boolean isLost(long cluster) throws IOException {
        if (!layout.isCluster(cluster) || claimed.get((int) cluster)) {
            return false;
        }
        int entry = table.entry(cluster);
        return !table.isFree(entry) && !table.isBad(entry);
    }

    private boolean isAmong(long wanted, long first, long length) throws IOException {
        long cluster = first;
        for (long i = 0; i < length; i++) {
            if (cluster == wanted) {
                return true;
            }
            cluster = table.entry(cluster);
        }
        return false;
    }
}
