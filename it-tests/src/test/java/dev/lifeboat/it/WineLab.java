package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** Puts the stand-in for virtdisk.dll into a Wine, where programs find it as they find Windows' own. */
final class WineLab {
    private static final String COMPILER = "x86_64-w64-mingw32-gcc";

    private WineLab() {}

    /** Compiles it, and makes in the folder an image and what its volumes show under a drive letter. */
    static void install(Wine wine, Path folder) throws IOException {
        Tools.require(COMPILER);
        Path sources = Checkout.top().resolve("it-tests/src/test/native");
        Path library = folder.resolve("virtdisk.dll");
        Tools.run(
                folder,
                COMPILER,
                "-shared",
                "-O1",
                "-std=gnu11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-static-libgcc",
                "-o",
                library.toString(),
                sources.resolve("virtdisk.c").toString(),
                sources.resolve("volumes.c").toString());
        Files.copy(library, wine.system32().resolve("virtdisk.dll"), StandardCopyOption.REPLACE_EXISTING);
        for (String letter : new String[] {"v:", "w:"}) { // of a run that was killed
            Files.deleteIfExists(wine.drive(letter));
        }
        WindowsDisk.makeVhdx(folder);
        Files.createDirectories(folder.resolve("shown"));
        Files.writeString(folder.resolve("shown/hello.txt"), "hello from the volume");
    }

    /** What the stand-in wants to know. */
    static Map<String, String> settings(Path folder) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("LAB_LOG", Wine.path(folder.resolve("calls.jsonl")));
        settings.put("LAB_STATE", Wine.path(folder.resolve("attached")));
        settings.put("LAB_IMAGE", Wine.path(folder.resolve("disk.vhdx")));
        String content = folder.resolve("shown").toString();
        settings.put("LAB_VOLUMES", WindowsDisk.ESP + "=" + content + ";" + WindowsDisk.WINDOWS + "=" + content);
        return settings;
    }
}
