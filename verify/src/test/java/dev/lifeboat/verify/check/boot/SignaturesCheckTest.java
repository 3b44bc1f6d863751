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
    void productBelievesNoRootOfATest() throws IOException {
        assertThat(pc.run(new SignaturesCheck()))
                .contains("DAMAGED signatures.untrusted: C: " + SYSTEM
                        + "ci.dll is listed in Package.cat, which is signed by 'Microsoft Windows', who has a chain"
                        + " whose next certificate, 'Root', is not there");
    }

    @Test
    void catalogSignedAnewByAnotherRoot() throws IOException {
        catalog(OTHER);
        assertThat(pc.run(new SignaturesCheck(new TrustedRoots(List.of(ROOT.certificate())))))
                .hasSize(17)
                .contains("DAMAGED signatures.untrusted: C: " + SYSTEM
                        + "hal.dll is listed in Package.cat, which is signed by 'Mallory', who has a chain"
                        + " whose next certificate, 'Other root', is not there");
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
    void changedAfterItWasSignedInTheFile() throws IOException {
        PeImage program = program("tool", "Me");
        program.signed(embedded(OTHER, program));
        program.bytes[PeImage.TEXT_AT] ^= 4;
        pc.windows.put(SYSTEM + "tool.exe", program.bytes);
        finds("DAMAGED signatures.changed: C: " + SYSTEM + "tool.exe is not what 'Mallory' signed");
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
    void damagedCatalog() throws IOException {
        byte[] second = MICROSOFT.sign(
                TestCatalog.TYPE,
                new TestCatalog(1).member(HashAlgorithm.SHA1, new byte[20]).list(),
                STAMPS,
                YEAR_2014);
        pc.windows.put(CATALOGS + "oem1.cat", second);
        int at = new String(second, StandardCharsets.ISO_8859_1).indexOf("\0".repeat(20));
        second[at] ^= 1;
        pc.windows.put(CATALOGS + "oem2.cat", new byte[100]);
        finds(
                "DAMAGED signatures.catalog-damaged: C: " + CATALOGS
                        + "oem1.cat is not what 'Microsoft Windows' signed",
                "DAMAGED signatures.catalog-damaged: C: " + CATALOGS
                        + "oem2.cat cannot be read: catalog: element: signature has the tag 00, expected 30");
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
}
