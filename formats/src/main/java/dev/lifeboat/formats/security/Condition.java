package dev.lifeboat.formats.security;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The condition behind an entry, [MS-DTYP] 2.4.4.17: tokens in postfix order, turned into the infix text of SDDL. Spaces,
 * brackets and the spelling of names are those that Windows writes.
 */
final class Condition {
    /** "artx", as a number. */
    private static final long SIGNATURE = 0x7874_7261;

    /** Above what anybody writes; hostile nesting must not exhaust the stack. */
    private static final int DEEPEST = 256;

    private static final int PADDING = 0x00;
    private static final int COMPOSITE = 0x50;
    private static final int FIRST_OPERATOR = 0x80;
    private static final int FIRST_ATTRIBUTE = 0xf8;

    private static final List<String> ATTRIBUTE_OF = List.of("", "@USER.", "@RESOURCE.", "@DEVICE.");
    /** What may stand in the name of an attribute beside letters and digits; all else is written as its number. */
    private static final String PLAIN_IN_NAMES = "#$'*+-./:;?@[\\]^_`{}~";

    private final Struct s;
    private final Deque<Node> stack = new ArrayDeque<>();

    /**
     * A part of the expression.
     *
     * @param depth of the parts in it
     * @param text writes it
     */
    private record Node(int depth, Consumer<StringBuilder> text) {}

    private Condition(Struct s) {
        this.s = s;
    }

    /**
     * Writes a condition.
     *
     * @param s what follows the SID in an entry
     * @return the text with its outer brackets
     * @throws UnsupportedImageException if SDDL has no words for it
     * @throws CorruptImageException if it is damaged
     */
    static String sddl(Struct s) throws ImageException {
        if (s.size() < 4 || s.u32(0) != SIGNATURE) {
            throw s.unsupported("is data of a program, which SDDL has no words for");
        }
        StringBuilder text = new StringBuilder("(");
        new Condition(s).expression().text().accept(text);
        return text.append(')').toString();
    }

    private Node expression() throws ImageException {
        int at = 4;
        while (at < s.size()) {
            int token = s.u8(at);
            if (token == PADDING) {
                at++;
            } else if (token >= FIRST_OPERATOR && token < FIRST_ATTRIBUTE) {
                operator(at++, token);
            } else {
                at = operand(at, token);
            }
        }
        Node whole = pop(s.size());
        if (!stack.isEmpty()) {
            throw s.corrupt(s.size(), "condition", "leaves " + stack.size() + " operands without an operator");
        }
        return whole;
    }

    private void operator(int at, int token) throws CorruptImageException {
        ConditionOperator operator =
                ConditionOperator.of(token).orElseThrow(() -> s.corrupt(at, "token", hex(token) + " is not known"));
        Node right = pop(at);
        if (operator.operands() == 1) {
            push(at, right.depth + 1, text -> {
                text.append(operator.sddl());
                if (operator.logical()) {
                    bracketed(text, right);
                } else {
                    text.append(' ');
                    right.text.accept(text);
                }
            });
            return;
        }
        Node left = pop(at);
        push(at, Math.max(left.depth, right.depth) + 1, text -> {
            if (operator.logical()) {
                bracketed(text, left);
                text.append(' ').append(operator.sddl()).append(' ');
                bracketed(text, right);
            } else {
                left.text.accept(text);
                text.append(' ').append(operator.sddl()).append(' ');
                right.text.accept(text);
            }
        });
    }

    private static void bracketed(StringBuilder text, Node node) {
        text.append('(');
        node.text.accept(text);
        text.append(')');
    }

    private void push(int at, int depth, Consumer<StringBuilder> text) throws CorruptImageException {
        if (depth > DEEPEST) {
            throw s.corrupt(at, "condition", "is nested more than " + DEEPEST + " times");
        }
        stack.push(new Node(depth, text));
    }

    private Node pop(int at) throws CorruptImageException {
        if (stack.isEmpty()) {
            throw s.corrupt(at, "condition", "lacks an operand");
        }
        return stack.pop();
    }

    private int operand(int at, int token) throws ImageException {
        String text;
        int next;
        if (token >= FIRST_ATTRIBUTE && token - FIRST_ATTRIBUTE < ATTRIBUTE_OF.size()) {
            int length = length(at);
            next = at + 5 + length;
            text = ATTRIBUTE_OF.get(token - FIRST_ATTRIBUTE) + attributeName(s.utf16(at + 5, length / 2));
        } else if (token == COMPOSITE) {
            next = at + 5 + length(at);
            text = composite(at + 5, next);
        } else {
            StringBuilder literal = new StringBuilder();
            next = literal(at, token, literal);
            text = literal.toString();
        }
        stack.push(new Node(0, target -> target.append(text)));
        return next;
    }

    private int length(int at) throws CorruptImageException {
        long length = s.u32(at + 1);
        if (length > s.size() - at - 5) {
            throw s.corrupt(at + 1, "operand", "of " + length + " bytes does not fit in " + (s.size() - at - 5));
        }
        return (int) length;
    }

    private String composite(int from, int to) throws ImageException {
        StringBuilder text = new StringBuilder("{");
        for (int at = from; at < to; ) {
            text.append(at == from ? "" : ", ");
            at = literal(at, s.u8(at), text);
            if (at > to) {
                throw s.corrupt(from, "composite", "ends inside its last value");
            }
        }
        return text.append('}').toString();
    }

    /** Appends a single value; returns where the next token stands. */
    private int literal(int at, int token, StringBuilder text) throws ImageException {
        switch (token) {
            case 0x01, 0x02, 0x03, 0x04 -> {
                text.append(number(at));
                return at + 11;
            }
            case 0x10 -> {
                int length = length(at);
                text.append(quoted(s, s.utf16(at + 5, length / 2)));
                return at + 5 + length;
            }
            case 0x18 -> {
                int length = length(at);
                text.append('#').append(HexFormat.of().formatHex(s.bytes(at + 5, length)));
                return at + 5 + length;
            }
            case 0x51 -> {
                int length = length(at);
                text.append("SID(")
                        .append(Sid.read(s.part(at + 5, length, "SID"), 0).sddl())
                        .append(')');
                return at + 5 + length;
            }
            default -> throw s.corrupt(at, "token", hex(token) + " is not known");
        }
    }

    /** 64 bits, a sign (1 plus, 2 minus, 3 none) and a base (1 octal, 2 decimal, 3 hexadecimal). */
    private String number(int at) throws CorruptImageException {
        long value = s.bits64(at + 1);
        int sign = s.u8(at + 9);
        int base = s.u8(at + 10);
        long size = sign == 2 ? -value : value;
        String digits =
                switch (base) {
                    case 1 -> "0" + Long.toOctalString(size);
                    case 2 -> sign == 2 ? Long.toUnsignedString(size) : Long.toString(size);
                    case 3 -> "0x" + Long.toHexString(size);
                    default -> throw s.corrupt(at + 10, "base of a number", "is " + base + ", expected 1 to 3");
                };
        return switch (sign) {
            case 1 -> "+" + digits;
            case 2 -> "-" + digits;
            case 3 -> digits;
            default -> throw s.corrupt(at + 9, "sign of a number", "is " + sign + ", expected 1 to 3");
        };
    }

    /**
     * Quotes a text.
     *
     * @param s for the message
     * @param value without a quotation mark, for which SDDL has no escape
     * @return the text in quotation marks
     * @throws UnsupportedImageException if it has one
     */
    static String quoted(Struct s, String value) throws UnsupportedImageException {
        if (value.indexOf('"') >= 0) {
            throw s.unsupported("holds a quotation mark in a text, which SDDL cannot");
        }
        return '"' + value + '"';
    }

    private static String attributeName(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 0x80
                    || (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || PLAIN_IN_NAMES.indexOf(c) >= 0;
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%04x", (int) c));
        }
        return text.toString();
    }

    private static String hex(int token) {
        return String.format(Locale.ROOT, "0x%02x", token);
    }
}
