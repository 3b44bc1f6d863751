package dev.lifeboat.verify.check.recovery;

import static dev.lifeboat.formats.wim.WimBytes.directory;
import static dev.lifeboat.formats.wim.WimBytes.file;

import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.verify.check.boot.TestComputer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recovery environment that would do, built by hand; a test breaks one thing. */
final class TestRecoveryWim {
    static final String SYSTEM = "Windows/System32/";

    /** By path from the root. */
    final Map<String, byte[]> files = new TreeMap<>();

    String architecture = "9";
    String version = version(26100, "1742");
    int boot = 1;
    WimBytes wim = new WimBytes();

    TestRecoveryWim() {
        for (String path : List.of(
                SYSTEM + "boot/winload.efi",
                SYSTEM + "winload.efi",
                SYSTEM + "boot/winload.exe",
                SYSTEM + "winload.exe",
                SYSTEM + "ntoskrnl.exe",
                SYSTEM + "bmrui.exe",
                SYSTEM + "wbengine.exe",
                SYSTEM + "wbadmin.exe",
                SYSTEM + "diskpart.exe",
                SYSTEM + "bcdboot.exe",
                SYSTEM + "manage-bde.exe",
                "sources/recovery/RecEnv.exe",
                "Windows/Boot/EFI_EX/bootmgfw_EX.efi")) {
            files.put(path, TestComputer.program());
        }
        files.put(SYSTEM + "config/SYSTEM", "a hive".getBytes(StandardCharsets.US_ASCII));
    }

    static String version(long build, String update) {
        return "<VERSION><MAJOR>10</MAJOR><MINOR>0</MINOR><BUILD>" + build + "</BUILD>"
                + (update.isEmpty() ? "" : "<SPBUILD>" + update + "</SPBUILD>") + "</VERSION>";
    }

    TestRecoveryWim without(String path) {
        if (files.remove(path) == null) {
            throw new IllegalArgumentException(path);
        }
        return this;
    }

    byte[] bytes() {
        WimBytes.Node root = directory("");
        files.forEach((path, content) -> {
            List<String> parts = new ArrayList<>(List.of(path.split("/")));
            String name = parts.remove(parts.size() - 1);
            WimBytes.Node at = root;
            for (String part : parts) {
                at = at.child(part);
            }
            at.add(file(name, content));
        });
        return wim.image(root)
                .boot(boot)
                .xml("<WIM><TOTALBYTES>0</TOTALBYTES><IMAGE INDEX=\"1\"><NAME>Recovery</NAME><WINDOWS>"
                        + (architecture.isEmpty() ? "" : "<ARCH>" + architecture + "</ARCH>")
                        + "<INSTALLATIONTYPE>WindowsPE</INSTALLATIONTYPE>"
                        + "<LANGUAGES><LANGUAGE>de-DE</LANGUAGE><DEFAULT>de-DE</DEFAULT></LANGUAGES>" + version
                        + "</WINDOWS></IMAGE></WIM>")
                .bytes();
    }
}
