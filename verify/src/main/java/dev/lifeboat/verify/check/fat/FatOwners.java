package dev.lifeboat.verify.check.fat;

import dev.lifeboat.formats.fat.BiosParameterBlock;
import dev.lifeboat.formats.fat.FatEntry;
import dev.lifeboat.formats.fat.FatTable;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;

/** Finds whose bytes some of a FAT volume are. Each cluster is passed once, however the chains are tangled. */
public final class FatOwners implements FatVolume.Visitor {
    private final FatVolume volume;
    private final BiosParameterBlock layout;
    private final FatTable table;
    private final Spans wanted;
    private final Owners owners;
    private final BitSet passed = new BitSet();
    private long owned;

    private FatOwners(FatVolume volume, Spans wanted, Owners owners) throws IOException {
        this.volume = volume;
        this.layout = volume.layout();
        this.table = volume.currentTables().get(0);
        this.wanted = wanted;
        this.owners = owners;
    }

    /**
     * Finds the owners.
     *
     * @param volume the volume
     * @param wanted bytes of it
     * @param owners receives them
     * @throws ImageException if folders cannot be walked to an end
     * @throws IOException if the storage cannot be read
     */
    public static void find(FatVolume volume, Spans wanted, Owners owners) throws IOException {
        FatOwners search = new FatOwners(volume, wanted, owners);
        search.tables();
        if (volume.root().firstCluster() != 0) {
            search.entry(volume.root());
        }
        volume.walk(search);
        String where = volume.bytes().name() + ": ";
        long free = wanted.total() - search.owned;
        owners.add(new Owner(OwnerKind.FREE, where + "free space", "free space", free));
    }

    private void tables() {
        long fats = layout.fatOffset(0);
        long behind = fats + layout.fatCount() * layout.fatSize();
        structure("the boot sector of a FAT volume", wanted.within(0, fats));
        structure("the file allocation table", wanted.within(fats, behind));
        if (layout.rootCluster() == 0) { // FAT12 and FAT16 have it in front of the clusters
            structure("the folder /", wanted.within(behind, layout.clusterOffset(2)));
        }
    }

    private void structure(String name, long bytes) {
        owned += bytes;
        owners.add(new Owner(OwnerKind.STRUCTURE, volume.bytes().name() + ": " + name, name, bytes));
    }

    @Override
    public void entry(FatEntry entry) throws IOException {
        long bytes = bytesOf(entry);
        owned += bytes;
        boolean boot = entry.path().toLowerCase(Locale.ROOT).startsWith("/efi/");
        OwnerKind kind = entry.isDirectory() ? OwnerKind.STRUCTURE : boot ? OwnerKind.WINDOWS : OwnerKind.FILE;
        String name = entry.isDirectory() ? "the folder " + entry.path() : entry.path();
        owners.add(new Owner(kind, volume.bytes().name() + entry.path(), name, bytes));
    }

    private long bytesOf(FatEntry entry) throws IOException {
        long bytes = 0;
        long cluster = entry.firstCluster();
        while (layout.isCluster(cluster) && !passed.get((int) cluster)) {
            passed.set((int) cluster);
            long at = layout.clusterOffset(cluster);
            bytes += wanted.within(at, at + layout.clusterSize());
            int next = table.entry(cluster);
            if (table.isFree(next) || table.isBad(next) || table.isEnd(next)) {
                break;
            }
            cluster = next;
        }
        return bytes;
    }

    @Override
    public void unreadable(FatEntry directory, ImageException complaint) {
        // reported by the check of the files
    }
}
