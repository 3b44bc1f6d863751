package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * What an "app execution alias" stands for: a file of no bytes in AppData\Local\Microsoft\WindowsApps that starts a program of
 * a package. Not documented; the layout is what people observed: a version, then texts that end in NUL.
 *
 * @param packageId family name of the package
 * @param entryPoint the application in the package
 * @param executable path of the program
 * @param kind 0 where it is an app of the desktop, 1 otherwise; empty in old versions
 */
public record AppExecLink(String packageId, String entryPoint, String executable, String kind) {
    private static final int TEXTS_AT = 4;
    private static final int MOST_TEXTS = 8;

    /**
     * Reads one.
     *
     * @param data of the reparse point, behind its header
     * @return what it says
     * @throws CorruptImageException if it has fewer texts than three
     */
    static AppExecLink read(Struct data) throws CorruptImageException {
        List<String> texts = new ArrayList<>();
        int start = TEXTS_AT;
        for (int at = start; at + 2 <= data.size() && texts.size() < MOST_TEXTS; at += 2) {
            if (data.u16(at) == 0) {
                texts.add(data.utf16(start, (at - start) / 2));
                start = at + 2;
            }
        }
        if (texts.size() < 3) {
            throw data.corrupt(TEXTS_AT, "", "has " + texts.size() + " texts, expected 3 or more");
        }
        return new AppExecLink(texts.get(0), texts.get(1), texts.get(2), texts.size() > 3 ? texts.get(3) : "");
    }
}
