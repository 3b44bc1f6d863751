package dev.lifeboat.verify.check.boot;

import static dev.lifeboat.formats.pe.PeImage.versionBlock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.catalog.TestCatalog;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.TestAuthority;
import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.PeImage;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Windows signed by a stand-in for Microsoft, whose root only these tests believe. */
class SignaturesCheckTest {
    private static final String SYSTEM = "/Windows/System32/";
    private static final String CATALOGS = SYSTEM + "CatRoot/{F750E6C3-38EE-11D1-85E5-00C04FC295EE}/";
    private static final Instant YEAR_2011 = Instant.parse("2011-01-01T00:00:00Z");
    private static final Instant YEAR_2014 = Instant.parse("2014-01-01T00:00:00Z");
    private static final Instant YEAR_2016 = Instant.parse("2016-01-01T00:00:00Z");

    private static final TestAuthority ROOT = TestAuthority.root("Root");
    private static final TestAuthority MICROSOFT =
            ROOT.signer("Microsoft Windows", YEAR_2011, YEAR_2016, TestAuthority.SIGNING);
    private static final TestAuthority STAMPS = ROOT.signer("Stamps", YEAR_2011, YEAR_2016, TestAuthority.STAMPING);
    private static final TestAuthority OTHER_ROOT = TestAuthority.root("Other root");
    private static final TestAuthority OTHER =
            OTHER_ROOT.signer("Mallory", YEAR_2011, Instant.parse("2039-01-01T00:00:00Z"), TestAuthority.SIGNING);

    private final TestComputer pc = new TestComputer();
    private final Map<String, byte[]> listed = new TreeMap<>();

    /** All programs of the computer say that they are Windows', and a catalog lists them; the loader has a signature in it, too. */
    @BeforeEach
    void sign() throws IOException {
        for (String path : List.copyOf(pc.windows.files.keySet())) {
            if (path.matches(".*\\.(exe|dll|sys|efi)")) {
                put(path, partOfWindows(path));
            }
        }
        PeImage loader = partOfWindows("loader");
        loader.signed(embedded(MICROSOFT, loader)).checksum();
        pc.windows.put(SYSTEM + "winload.efi", loader.bytes);
        listed.remove(SYSTEM + "winload.efi");
        catalog(MICROSOFT);
    }

    private void put(String path, PeImage program) throws IOException {
        pc.windows.put(path, program.bytes);
        listed.put(path, hash(program.bytes));
    }

    private static byte[] hash(byte[] program) throws IOException {
        return PeFile.read(ByteSource.of("x", program)).imageHash(HashAlgorithm.SHA256);
    }

    private static byte[] embedded(TestAuthority signer, PeImage program) throws IOException {
        return signer.sign(
                "1.3.6.1.4.1.311.2.1.4",
                TestCatalog.indirect(HashAlgorithm.SHA256, hash(program.bytes)),
                STAMPS,
                YEAR_2014);
    }

    private void catalog(TestAuthority signer) {
        TestCatalog catalog = new TestCatalog(2);
        listed.values().forEach(hash -> catalog.member(HashAlgorithm.SHA256, hash));
        pc.windows.put(CATALOGS + "Package.cat", signer.sign(TestCatalog.TYPE, catalog.list(), STAMPS, YEAR_2014));
    }

    /** With text of its own, so that no two are the same. */
    private static PeImage partOfWindows(String text) {
        return program(text, "Microsoft Corporation");
    }

    private static PeImage program(String text, String company) {
        byte[] fixed = ByteBuffer.allocate(52)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xfeef04bd)
                .array();
        byte[] version = versionBlock(
                "VS_VERSION_INFO",
                fixed,
                versionBlock(
                        "StringFileInfo",
                        new byte[0],
                        versionBlock(
                                "040904B0",
                                new byte[0],
                                versionBlock("CompanyName", text(company)),
                                versionBlock("FileDescription", text(text)),
                                versionBlock("ProductName", text("Microsoft® Windows® Operating System")))));
        return new PeImage(true)
                .resource(16, "#1", version)
                .imports("ntdll.dll")
                .checksum();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new SignaturesCheck(new TrustedRoots(List.of(ROOT.certificate())))))
                .containsExactly(findings);
    }

    @Test
    void allAsSigned() throws IOException {
        finds(
                "GOOD signatures.good: C: of 17 programs, 16 are in one of 1 catalogs of Microsoft, and 1 are signed themselves");
    }

    @Test
    void programThatADiskDamaged() throws IOException {
        put(SYSTEM + "notepad.exe", partOfWindows("notepad"));
        catalog(MICROSOFT);
        pc.windows.files.get(SYSTEM + "notepad.exe")[PeImage.TEXT_AT] ^= 4;
        finds("DAMAGED signatures.damaged: C: " + SYSTEM + "notepad.exe is in no catalog");
    }

    @Test
    void programThatSomebodyChangedWithCare() throws IOException {
        PeImage program = partOfWindows("notepad");
        put(SYSTEM + "notepad.exe", program);
        catalog(MICROSOFT);
        program.bytes[PeImage.TEXT_AT] ^= 4;
        program.checksum();
        finds("NOTE signatures.not-listed: C: " + SYSTEM + "notepad.exe is in no catalog");
    }

    @Test
    void programOfSomebodyElseThatNobodySigned() throws IOException {
        pc.windows.put(SYSTEM + "tool.exe", program("tool", "Me").bytes);
        finds(
                "GOOD signatures.good: C: of 18 programs, 16 are in one of 1 catalogs of Microsoft, and 1 are signed themselves");
    }

    @Test
    void changedLoaderStartsNothing() throws IOException {
        pc.windows.files.get(SYSTEM + "winload.efi")[PeImage.TEXT_AT] ^= 4;
        finds("LOST signatures.start-changed: C: " + SYSTEM + "winload.efi is not what 'Microsoft Windows' signed");
    }

    @Test
    void changedKernelIsToldOnce() throws IOException {
        PeImage kernel = partOfWindows("kernel");
        kernel.signed(embedded(MICROSOFT, kernel)).checksum();
        kernel.bytes[PeImage.TEXT_AT] ^= 4;
        pc.windows.put(SYSTEM + "ntoskrnl.exe", kernel.bytes);
        finds(); // its checksum is wrong: SystemFilesCheck tells
        kernel.checksum();
        finds("LOST signatures.start-changed: C: " + SYSTEM + "ntoskrnl.exe is not what 'Microsoft Windows' signed");
    }

    @Test
    void signatureInTheFileOfAnotherRootIsMadeUpForByTheCatalog() throws IOException {
        PeImage program = partOfWindows("tool");
        program.signed(embedded(OTHER, program));
        put(SYSTEM + "tool.exe", program);
        catalog(MICROSOFT);
        finds(
                "GOOD signatures.good: C: of 18 programs, 17 are in one of 1 catalogs of Microsoft, and 1 are signed themselves");
    }

    @Test
    void windowsWithoutCatalogs() throws IOException {
        pc.windows.files.remove(CATALOGS + "Package.cat");
        finds(
                "NOTE signatures.few: C: of 17 programs, 0 are in one of 0 catalogs of Microsoft, and 1 are signed themselves");
    }

    @Test
    void olderCatalogsListBySha1() throws IOException {
        PeImage program = partOfWindows("old");
        pc.windows.put(SYSTEM + "old.exe", program.bytes);
        byte[] hash = PeFile.read(ByteSource.of("x", program.bytes)).imageHash(HashAlgorithm.SHA1);
        pc.windows.put(
                CATALOGS + "nt5.cat",
                MICROSOFT.sign(
                        TestCatalog.TYPE,
                        new TestCatalog(1).member(HashAlgorithm.SHA1, hash).list(),
                        STAMPS,
                        YEAR_2014));
        finds(
                "GOOD signatures.good: C: of 18 programs, 17 are in one of 2 catalogs of Microsoft, and 1 are signed themselves");
    }

    private List<String> found() throws IOException {
        return pc.run(new SignaturesCheck(new TrustedRoots(List.of(ROOT.certificate()))));
    }

    private PeImage add(String name, PeImage program) throws IOException {
        put(SYSTEM + name, program);
        catalog(MICROSOFT);
        return program;
    }

    @Test
    void productBelievesNoRootOfATest() throws IOException {
        assertThat(pc.run(new SignaturesCheck()))
                .singleElement()
                .asString()
                .startsWith(
                        "NOTE signatures.few: C: of 17 programs, 0 are in one of 0 catalogs of Microsoft, and 0 are signed"
                                + " themselves; 17 that say they are parts of Windows were signed by others, such as "
                                + SYSTEM)
                .endsWith("who has a chain whose next certificate, 'Root', is not there");
    }

    @Test
    void allCatalogsSignedAnewByAnotherRoot() throws IOException {
        catalog(OTHER);
        assertThat(found())
                .singleElement()
                .asString()
                .startsWith("NOTE signatures.few: ")
                .endsWith(
                        "is listed in Package.cat, which is signed by 'Mallory', who has a chain whose next certificate, 'Other"
                                + " root', is not there");
    }

    @Test
    void oneCatalogSignedAnewByAnotherRoot() throws IOException {
        PeImage tool = partOfWindows("tool");
        pc.windows.put(SYSTEM + "tool.exe", tool.bytes);
        byte[] second = OTHER.sign(
                TestCatalog.TYPE,
                new TestCatalog(2)
                        .member(HashAlgorithm.SHA256, hash(tool.bytes))
                        .list());
        pc.windows.put(CATALOGS + "Second.cat", second);
        finds("DAMAGED signatures.untrusted: C: " + SYSTEM
                + "tool.exe is listed in Second.cat, which is signed by 'Mallory', who has a chain whose next certificate,"
                + " 'Other root', is not there");
    }

    @Test
    void microsoftsSignatureThatHasExpired() throws IOException {
        PeImage tool = partOfWindows("tool");
        pc.windows.put(
                SYSTEM + "tool.exe",
                tool.signed(MICROSOFT.sign(
                                "1.3.6.1.4.1.311.2.1.4", TestCatalog.indirect(HashAlgorithm.SHA256, hash(tool.bytes))))
                        .bytes);
        assertThat(found())
                .singleElement()
                .asString()
                .startsWith("NOTE signatures.not-believed: C: " + SYSTEM
                        + "tool.exe is signed by 'Microsoft Windows', who had no valid certificate at ");
    }

    @Test
    void driverOfAMakerWhoseCertificateIsNotThere() throws IOException {
        PeImage driver = program("raid", "Maker");
        byte[] signature = OTHER_ROOT.sign( // a root's own certificate is never brought along
                "1.3.6.1.4.1.311.2.1.4", TestCatalog.indirect(HashAlgorithm.SHA256, hash(driver.bytes)));
        pc.windows.put(SYSTEM + "drivers/disk.sys", driver.signed(signature).checksum().bytes);
        assertThat(found()).singleElement().asString().startsWith("GOOD signatures.good: C: of 17 programs");
    }

    @Test
    void changedDriverThatTheStartNeeds() throws IOException {
        PeImage driver = program("disk", "Maker");
        driver.signed(embedded(OTHER, driver));
        driver.bytes[PeImage.TEXT_AT] ^= 4;
        pc.windows.put(SYSTEM + "drivers/partmgr.sys", driver.checksum().bytes);
        finds("LOST signatures.start-changed: C: " + SYSTEM + "drivers/partmgr.sys is not what 'Mallory' signed");
        pc.loader.put("16000048", new TestComputer.Element(3, new byte[] {1}));
        pc.esp.files.remove("/EFI/Microsoft/Boot/BCD");
        finds("NOTE signatures.vendor-changed: C: " + SYSTEM + "drivers/partmgr.sys is not what 'Mallory' signed");
    }

    @Test
    void loaderForFirmwareThatTheComputerDoesNotHave() throws IOException {
        PeImage loader = partOfWindows("winload.exe");
        loader.signed(embedded(MICROSOFT, loader));
        loader.bytes[PeImage.TEXT_AT] ^= 4;
        pc.windows.put(SYSTEM + "winload.exe", loader.bytes);
        finds("DAMAGED signatures.changed: C: " + SYSTEM + "winload.exe is not what 'Microsoft Windows' signed");
    }

    @Test
    void programOfAMakerThatChangedAfterItWasSigned() throws IOException {
        PeImage program = program("tool", "Me");
        program.signed(embedded(OTHER, program));
        program.bytes[PeImage.TEXT_AT] ^= 4;
        pc.windows.put(SYSTEM + "tool.exe", program.bytes);
        finds("NOTE signatures.vendor-changed: C: " + SYSTEM + "tool.exe is not what 'Mallory' signed");
    }

    @Test
    void kernelThatNobodySigned() throws IOException {
        pc.windows.put(SYSTEM + "ntoskrnl.exe", partOfWindows("another").bytes);
        finds("UNDECIDED signatures.start-unsigned: C: " + SYSTEM + "ntoskrnl.exe is in no catalog");
    }

    @Test
    void programOfZerosOrCutOff() throws IOException {
        byte[] whole = add("whole.exe", partOfWindows("whole")).bytes;
        pc.windows.put(SYSTEM + "zeros.dll", new byte[100_000]);
        pc.windows.put(SYSTEM + "cut.dll", Arrays.copyOf(whole, PeImage.TEXT_AT + 100));
        finds(
                "DAMAGED signatures.damaged: C: " + SYSTEM
                        + "cut.dll cannot be loaded: section .text: ends behind the file, or" + " overlaps another",
                "DAMAGED signatures.damaged: C: " + SYSTEM + "zeros.dll begins with nothing but zeros");
    }

    @Test
    void programWhoseVersionIsDestroyed() throws IOException {
        PeImage program = add("whole.exe", partOfWindows("whole"));
        Arrays.fill(program.bytes, PeImage.RSRC_AT, PeImage.RSRC_AT + 2048, (byte) 0xff);
        finds("DAMAGED signatures.damaged: C: " + SYSTEM + "whole.exe is in no catalog");
    }

    @Test
    void programsOfOtherKinds() throws IOException {
        pc.windows.put(
                SYSTEM + "edit.exe",
                "MZ for DOS, and nothing of Windows".repeat(9).getBytes(StandardCharsets.US_ASCII));
        pc.windows.put(SYSTEM + "text.dll", "no program at all".getBytes(StandardCharsets.US_ASCII));
        finds(
                "GOOD signatures.good: C: of 19 programs, 16 are in one of 1 catalogs of Microsoft, and 1 are signed themselves");
    }

    @Test
    void manyProgramsOfOthersHideNoDamage() throws IOException {
        add("notepad.exe", partOfWindows("notepad")).bytes[PeImage.TEXT_AT] ^= 4;
        for (int i = 0; i < 40; i++) {
            pc.windows.put(SYSTEM + "maker" + i + ".dll", program("maker" + i, "Me").bytes);
        }
        finds("DAMAGED signatures.damaged: C: " + SYSTEM + "notepad.exe is in no catalog");
    }

    @Test
    void partOfWindowsThatStatesNoChecksum() throws IOException {
        PeImage tool = partOfWindows("tool");
        tool.buffer().putInt(PeImage.PE_AT + 24 + 64, 0);
        pc.windows.put(SYSTEM + "tool.exe", tool.bytes);
        finds("NOTE signatures.not-listed: C: " + SYSTEM + "tool.exe is in no catalog");
    }

    @Test
    void catalogsThatAreDamagedOrInAnotherForm() throws IOException {
        byte[] second = MICROSOFT.sign(
                TestCatalog.TYPE,
                new TestCatalog(1).member(HashAlgorithm.SHA1, new byte[20]).list(),
                STAMPS,
                YEAR_2014);
        pc.windows.put(CATALOGS + "oem1.cat", second);
        int at = new String(second, StandardCharsets.ISO_8859_1).indexOf("\0".repeat(20));
        second[at] ^= 1;
        pc.windows.put(CATALOGS + "oem2.cat", new byte[100]);
        pc.windows.put(CATALOGS + "oem3.cat", new byte[] {0x30, (byte) 0x80, 0, 0}); // of indefinite length
        finds(
                "DAMAGED signatures.catalog-damaged: C: " + CATALOGS
                        + "oem1.cat is not what 'Microsoft Windows' signed",
                "DAMAGED signatures.catalog-damaged: C: " + CATALOGS
                        + "oem2.cat cannot be read: catalog: element: signature has the tag 00, expected 30");
    }
}
