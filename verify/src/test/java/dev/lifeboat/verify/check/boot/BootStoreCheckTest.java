package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.pe.PeImage;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link BootStoreCheck}: where the boot store leads. */
class BootStoreCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new BootStoreCheck())).containsExactly(findings);
    }

    private static final String BCD = "Esp/EFI/Microsoft/Boot/BCD";
    private static final String WINLOAD = "\\Windows\\system32\\winload.efi";
    private static final UUID OTHER = new UUID(7, 8);

    @Test
    void leadsToWindows() throws IOException {
        finds("GOOD boot.entry: " + BCD + ": 'Windows 11', " + WINLOAD + " on C");
    }

    @Test
    void aStoreThatIsNone() throws IOException {
        pc.esp.put("/EFI/Microsoft/Boot/BCD", new byte[4096]);
        assertThat(pc.run(new BootStoreCheck()))
                .singleElement()
                .asString()
                .startsWith("LOST boot.store-unreadable: " + BCD + ": ");
    }

    @Test
    void aStoreThatWasBeingWritten() throws IOException {
        pc.volumes();
        byte[] store = pc.esp.files.get("/EFI/Microsoft/Boot/BCD");
        store[4]++; // the first sequence number
        dev.lifeboat.formats.regf.HiveBytes.fixChecksum(store);
        finds("UNDECIDED boot.store-unfinished: " + BCD
                + ": Windows had not ended writing it, and no log beside it has the rest");
    }

    @Test
    void nothingToStart() throws IOException {
        pc.manager.clear();
        finds("LOST boot.no-entry: " + BCD + ": neither the default nor the menu has one");
    }

    @Test
    void somethingElseFirst() throws IOException {
        pc.manager.remove("23000003");
        finds(
                "NOTE boot.not-default: " + BCD + ": the default is another than 'Windows 11'",
                "GOOD boot.entry: " + BCD + ": 'Windows 11', " + WINLOAD + " on C");
    }

    /** Two disks, of which the backup has one: the default is the Windows on the other. */
    @Test
    void theDefaultIsAWindowsThatIsNotInTheBackup() throws IOException {
        pc.other.putAll(pc.loader);
        pc.other.put("11000001", TestComputer.gpt(OTHER, OTHER));
        pc.other.put("12000004", TestComputer.text("Windows 10"));
        pc.other.put("21000001", TestComputer.gpt(OTHER, OTHER));
        pc.manager.put("23000003", TestComputer.text(TestComputer.OTHER));
        pc.manager.put("24000001", TestComputer.texts(TestComputer.OTHER, TestComputer.LOADER));
        finds(
                "NOTE boot.not-default: " + BCD + ": the default is another than 'Windows 11'",
                "GOOD boot.entry: " + BCD + ": 'Windows 11', " + WINLOAD + " on C");
    }

    @Test
    void noEntryNamesAPartitionThatIsInTheBackup() throws IOException {
        pc.loader.put("11000001", TestComputer.gpt(OTHER, OTHER));
        pc.loader.put("21000001", TestComputer.gpt(OTHER, OTHER));
        assertThat(pc.run(new BootStoreCheck())).first().asString().startsWith("NOTE boot.ids-not-in-images: ");
    }

    @Test
    void theLoaderIsMissingOrDamaged() throws IOException {
        pc.windows.files.remove("/Windows/System32/winload.efi");
        finds("LOST boot.target-missing: C: " + WINLOAD + " is missing or empty");
        pc.windows.put("/Windows/System32/winload.efi", new PeImage(true).machine(0xaa64).bytes);
        finds("LOST boot.target-missing: C: " + WINLOAD + " is for ARM64, expected x64");
        pc.loader.remove("12000002");
        pc.esp.files.remove("/EFI/Microsoft/Boot/BCD");
        finds("LOST boot.target-missing: " + BCD + ": 'Windows 11' names no file to start");
    }

    @Test
    void theKernelIsElsewhere() throws IOException {
        pc.loader.put("22000002", TestComputer.text("\\Win2"));
        finds("LOST boot.target-missing: C: \\Win2\\system32\\ntoskrnl.exe is missing or empty");
    }

    @Test
    void theLoaderOfTheOtherFirmware() throws IOException {
        pc.loader.put("12000002", TestComputer.text("\\Windows\\system32\\winload.exe"));
        finds("LOST boot.loader-of-other-firmware: " + BCD
                + ": 'Windows 11' starts \\Windows\\system32\\winload.exe from a store for UEFI");
    }

    @Test
    void anIdThatNoneHas() throws IOException {
        pc.loader.put("11000001", TestComputer.gpt(OTHER, TestComputer.DISK));
        String told = "'Windows 11' starts " + WINLOAD + " from partition {" + OTHER + "}";
        finds(
                "NOTE boot.ids-not-in-images: " + BCD + ": " + told + "; the file is on C",
                "GOOD boot.entry: " + BCD + ": 'Windows 11', " + WINLOAD + " on C");
        pc.windows.files.remove("/Windows/System32/winload.efi");
        finds("LOST boot.target-missing: " + BCD + ": " + told + ", which is not here");
        pc.complete = false;
        finds();
    }

    @Test
    void anIdThatNoneHasOnASingleDisk() throws IOException {
        pc.set = false;
        pc.loader.put("11000001", TestComputer.gpt(OTHER, TestComputer.DISK));
        assertThat(pc.run(new BootStoreCheck())).first().asString().startsWith("UNDECIDED boot.other-ids: ");
        pc.windows.files.remove("/Windows/System32/winload.efi");
        assertThat(pc.run(new BootStoreCheck())).first().asString().startsWith("UNDECIDED boot.target-not-judged: ");
    }

    @Test
    void aDiskWithAnotherId() throws IOException {
        pc.set = false;
        pc.loader.put("11000001", TestComputer.gpt(TestComputer.WINDOWS, OTHER));
        assertThat(pc.run(new BootStoreCheck()))
                .first()
                .asString()
                .startsWith("UNDECIDED boot.other-ids: ")
                .contains("of disk {" + OTHER + "}, but this disk is {" + TestComputer.DISK + "}");
    }

    /** As on a computer with an MBR, where only the registry knows which volume has which name. */
    @Test
    void anIdThatTheRegistryKnows() throws IOException {
        pc.loader.put("11000001", TestComputer.mbr(1 << 20, 0xabcd1234L));
        pc.loader.put("21000001", TestComputer.mbr(1 << 20, 0xabcd1234L));
        pc.mounted.value(
                "\\??\\Volume{" + TestComputer.WINDOWS + "}",
                3,
                TestComputer.joined(TestComputer.little(0xabcd1234L, 4), TestComputer.little(1 << 20, 8)));
        finds("GOOD boot.entry: " + BCD + ": 'Windows 11', " + WINLOAD + " on C");
    }

    @Test
    void aDeviceThatCannotBeLookedUp() throws IOException {
        pc.loader.put(
                "11000001",
                new TestComputer.Element(
                        3,
                        TestComputer.joined(
                                new byte[16],
                                TestComputer.little(0, 8),
                                TestComputer.little(0x48, 8),
                                TestComputer.little(2, 56))));
        finds("UNDECIDED boot.target-not-judged: " + BCD + ": 'Windows 11' starts " + WINLOAD
                + " from a device of the kind Drive");
    }

    @Test
    void aLoaderThatIsNotSupportedIsNotJudged() throws IOException {
        pc.windows.unsupported.add("/Windows/system32/winload.efi");
        finds("UNDECIDED boot.target-not-judged: C: " + WINLOAD + " cannot be read: this compression is not supported");
    }

    @Test
    void aStoreThatIsNotSupportedIsNotJudged() throws IOException {
        pc.esp.unsupported.add("/EFI/Microsoft/Boot/BCD");
        assertThat(pc.run(new BootStoreCheck()))
                .singleElement()
                .asString()
                .startsWith("UNDECIDED boot.store-not-judged: " + BCD + ": ");
    }
}
