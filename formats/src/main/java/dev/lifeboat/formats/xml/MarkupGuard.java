package dev.lifeboat.formats.xml;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.FilterReader;
import java.io.IOException;

/**
 * Stands before the XML parser, which gathers a tag, a text or a comment in memory before anyone sees it: refuses one that is
 * too long, and document type declarations, from which entities come.
 *
 * <p>Knows just enough of XML: outside comments, CDATA sections and processing instructions, every {@code <} begins something
 * new, since attribute values must not hold one. Where the text is not well formed, this may see other pieces than the
 * parser does, but the parser stops at the same place.
 */
final class MarkupGuard extends FilterReader {
    /** Four million characters in one piece: 350 times the longest attribute of a real document, which holds metadata in base64. */
    static final int LONGEST = 4 << 20;

    private static final int SHORTEST_COMMENT = "<!---->".length();
    private static final int SHORTEST_CDATA = "<![CDATA[]]>".length();

    /** Where the next character stands. */
    private enum State {
        CONTENT,
        OPENED,
        DECLARED,
        COMMENT,
        CDATA,
        INSTRUCTION
    }

    private final DocumentText text;
    private State state = State.CONTENT;
    private long position;
    private long pieceStart;
    private char last;
    private char lastButOne;

    MarkupGuard(DocumentText text) {
        super(text.reader());
        this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int i = offset; i < offset + count; i++) {
            look(target[i]);
        }
        return count;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    private void look(char c) throws CorruptImageException {
        state = next(c);
        lastButOne = last;
        last = c;
        position++;
        if (position - pieceStart > LONGEST) {
            throw refusal("a tag, text or comment is longer than " + LONGEST + " characters");
        }
    }

    private State next(char c) throws CorruptImageException {
        return switch (state) {
            case CONTENT -> c == '<' ? open() : State.CONTENT;
            case OPENED -> afterOpening(c);
            case DECLARED -> afterDeclaring(c);
            case COMMENT -> closed(c, '-', SHORTEST_COMMENT) ? State.CONTENT : State.COMMENT;
            case CDATA -> closed(c, ']', SHORTEST_CDATA) ? State.CONTENT : State.CDATA;
            case INSTRUCTION -> c == '>' && last == '?' ? State.CONTENT : State.INSTRUCTION;
        };
    }

    private State open() {
        pieceStart = position;
        return State.OPENED;
    }

    private State afterOpening(char c) {
        return switch (c) {
            case '!' -> State.DECLARED;
            case '?' -> State.INSTRUCTION;
            case '<' -> open();
            default -> State.CONTENT;
        };
    }

    private State afterDeclaring(char c) throws CorruptImageException {
        return switch (c) {
            case '-' -> State.COMMENT;
            case '[' -> State.CDATA;
            default -> throw refusal("holds a document type declaration, which no such document has");
        };
    }

    /** {@code <!-->} is no comment yet. */
    private boolean closed(char c, char twice, int shortest) {
        return c == '>' && last == twice && lastButOne == twice && position + 1 - pieceStart >= shortest;
    }

    private CorruptImageException refusal(String problem) {
        return new CorruptImageException(text.source(), text.offset(pieceStart), "XML", problem);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long count) {
        throw new UnsupportedOperationException("every character has to be seen");
    }
}
