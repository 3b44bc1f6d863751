package dev.lifeboat.it.damage;

import dev.lifeboat.it.damage.Mutation.Patch;
import dev.lifeboat.it.damage.StructureMap.Span;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes up damage to one image. Three times in four it is aimed: each kind of structure is as likely as any other, whatever
 * its size, so that the eight bytes of a size are hit as often as a megabyte of data. Else it is anywhere in the file.
 */
final class Mutations {
    private static final int SECTOR = 512;

    private final byte[] sound;
    private final List<List<Span>> aims;
    private final long seed;

    /** What goes wrong with drives, cables, memory and copies; and how often here, of a hundred. */
    private enum Kind {
        BIT(40),
        BYTE(20),
        BURST(13),
        BLANK(10),
        SWAP(8),
        COPY(5),
        CUT(4);

        private final int share;

        Kind(int share) {
            this.share = share;
        }

        private static Kind any(SplittableRandom random) {
            int at = random.nextInt(
                    Arrays.stream(values()).mapToInt(k -> k.share).sum());
            for (Kind kind : values()) {
                at -= kind.share;
                if (at < 0) {
                    return kind;
                }
            }
            throw new IllegalStateException();
        }
    }

    /**
     * @param sound the image as it is
     * @param seed the same seed makes the same damage
     */
    Mutations(byte[] sound, Map<Structure, List<Span>> structures, long seed) {
        this.sound = sound;
        this.aims = List.copyOf(structures.values());
        this.seed = seed;
    }

    /** Returns a case's damage, which depends on its number alone, not on those before it. */
    Mutation number(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        while (true) {
            Mutation mutation = any(random);
            if (mutation.cuts() || changesAnything(mutation)) {
                return mutation;
            }
        }
    }

    private boolean changesAnything(Mutation mutation) {
        return mutation.patches().stream().anyMatch(patch -> {
            int at = (int) patch.at();
            return Arrays.mismatch(patch.bytes(), Arrays.copyOfRange(sound, at, (int) patch.end())) >= 0;
        });
    }

    private Mutation any(SplittableRandom random) {
        return switch (Kind.any(random)) {
            case BIT -> bit(random);
            case BYTE -> burst(random, 1);
            case BURST -> burst(random, random.nextInt(2, 17));
            case BLANK -> blank(random);
            case SWAP -> swap(random);
            case COPY -> copy(random);
            case CUT -> Mutation.cutting(random.nextLong(sound.length));
        };
    }

    private int place(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return random.nextInt(sound.length);
        }
        List<Span> spans = aims.get(random.nextInt(aims.size()));
        Span span = spans.get(random.nextInt(spans.size()));
        return (int) random.nextLong(span.from(), Math.min(span.to(), sound.length));
    }

    private int sector(SplittableRandom random) {
        return place(random) / SECTOR * SECTOR;
    }

    private Mutation bit(SplittableRandom random) {
        int at = place(random);
        int bit = random.nextInt(8);
        return Mutation.writing(
                "bit " + bit + " flipped at " + hex(at), new Patch(at, new byte[] {(byte) (sound[at] ^ 1 << bit)}));
    }

    private Mutation burst(SplittableRandom random, int length) {
        int at = Math.min(place(random), sound.length - length);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Mutation.writing(HexFormat.of().formatHex(bytes) + " written at " + hex(at), new Patch(at, bytes));
    }

    /** Sectors that a drive gave up, or never wrote. */
    private Mutation blank(SplittableRandom random) {
        int at = sector(random);
        byte[] bytes = new byte[Math.min(SECTOR << random.nextInt(5), sound.length - at)];
        byte filler = random.nextInt(4) == 0 ? (byte) 0xff : 0;
        Arrays.fill(bytes, filler);
        return Mutation.writing(
                bytes.length + " bytes of 0x" + HexFormat.of().toHexDigits(filler) + " at " + hex(at),
                new Patch(at, bytes));
    }

    private Mutation swap(SplittableRandom random) {
        int length = random.nextBoolean() ? SECTOR : 8 * SECTOR;
        int a = Math.min(sector(random), sound.length - length);
        int b = Math.min(sector(random), sound.length - length);
        if (Math.abs(a - b) < length) {
            return copy(random);
        }
        return Mutation.writing(
                length + " bytes at " + hex(a) + " and " + hex(b) + " swapped",
                new Patch(a, Arrays.copyOfRange(sound, b, b + length)),
                new Patch(b, Arrays.copyOfRange(sound, a, a + length)));
    }

    /** A write that went to the wrong place. */
    private Mutation copy(SplittableRandom random) {
        int length = random.nextBoolean() ? SECTOR : 8 * SECTOR;
        int from = Math.min(sector(random), sound.length - length);
        int to = Math.min(sector(random), sound.length - length);
        return Mutation.writing(
                length + " bytes at " + hex(to) + " replaced by those at " + hex(from),
                new Patch(to, Arrays.copyOfRange(sound, from, from + length)));
    }

    private static String hex(int at) {
        return "0x" + Integer.toHexString(at);
    }
}
