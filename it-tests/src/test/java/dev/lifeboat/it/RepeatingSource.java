package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.ByteBuffer;

/**
 * A large file that is nowhere: a head, a pattern many times over, a tail. Each {@code #} in the pattern is a digit of the
 * number of its repetition, so that names can differ.
 */
final class RepeatingSource implements ByteSource {
    private final byte[] head;
    private final byte[] pattern;
    private final long times;
    private final byte[] tail;

    RepeatingSource(String head, String pattern, long times, String tail) {
        this.head = head.getBytes(UTF_8);
        this.pattern = pattern.getBytes(UTF_8);
        this.times = times;
        this.tail = tail.getBytes(UTF_8);
    }

    /** As often as it goes into a size. */
    static RepeatingSource filling(long size, String head, String pattern, String tail) {
        return new RepeatingSource(
                head, pattern, (size - head.length() - tail.length()) / pattern.getBytes(UTF_8).length, tail);
    }

    @Override
    public String name() {
        return "a.xml";
    }

    @Override
    public long size() {
        return head.length + times * pattern.length + tail.length;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        long at = offset;
        while (target.hasRemaining()) {
            target.put(at(at));
            at++;
        }
    }

    private byte at(long offset) {
        if (offset < head.length) {
            return head[(int) offset];
        }
        long inside = offset - head.length;
        if (inside >= times * pattern.length) {
            return tail[(int) (inside - times * pattern.length)];
        }
        int column = (int) (inside % pattern.length);
        return pattern[column] == '#' ? digit(inside / pattern.length, column) : pattern[column];
    }

    /** Digits from right to left, those in the pattern only. */
    private byte digit(long number, int column) {
        long rest = number;
        for (int i = pattern.length - 1; i > column; i--) {
            if (pattern[i] == '#') {
                rest /= 10;
            }
        }
        return (byte) ('0' + rest % 10);
    }
}
