package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.Signer;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.Resource;
import dev.lifeboat.formats.pe.Section;
import dev.lifeboat.formats.pe.Signature;
import dev.lifeboat.formats.pe.VersionInfo;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boot programs of Debian, one signed by Microsoft, and a Java for Windows, read by us, pefile, osslsigncode and sbverify. */
class PeToolsTest {
    private static final Path UNSIGNED = Path.of("/usr/lib/systemd/boot/efi/systemd-bootx64.efi");
    private static final Path BY_MICROSOFT = Path.of("/usr/lib/shim/shimx64.efi.signed");
    private static final Path BY_DEBIAN = Path.of("/usr/lib/shim/fbx64.efi.signed");

    /** Debian's own Python has the module; another one on the path may not. */
    private static final String PYTHON = "/usr/bin/python3";

    /** What pefile says of a file, a fact a line. */
    private static final String SCRIPT =
            """
            import hashlib, sys, pefile
            for name in sys.argv[1:]:
                pe = pefile.PE(name)
                print("file", name)
                print("machine", pe.FILE_HEADER.Machine)
                print("subsystem", pe.OPTIONAL_HEADER.Subsystem)
                print("imageSize", pe.OPTIONAL_HEADER.SizeOfImage)
                print("checksum", pe.OPTIONAL_HEADER.CheckSum)
                print("computed", pe.generate_checksum())
                for s in pe.sections:
                    print("section", s.Name.rstrip(b"\\0").decode("latin1"), s.VirtualAddress, s.PointerToRawData, s.SizeOfRawData)
                for entry in getattr(pe, "DIRECTORY_ENTRY_IMPORT", []):
                    print("import", entry.dll.decode())
                if hasattr(pe, "VS_FIXEDFILEINFO"):
                    f = pe.VS_FIXEDFILEINFO[0]
                    v = [f.FileVersionMS >> 16, f.FileVersionMS & 0xffff, f.FileVersionLS >> 16, f.FileVersionLS & 0xffff]
                    print("version", ".".join(map(str, v)))
                for info in getattr(pe, "FileInfo", []):
                    for block in info:
                        for table in getattr(block, "StringTable", []):
                            for key, value in table.entries.items():
                                print("text", key.decode(), value.decode().replace("\\0", ""))
                for t in getattr(getattr(pe, "DIRECTORY_ENTRY_RESOURCE", None), "entries", []):
                    for n in t.directory.entries:
                        for l in n.directory.entries:
                            d = l.data.struct
                            data = pe.get_data(d.OffsetToData, d.Size)
                            ids = [str(e.name) if e.name is not None else "#%d" % e.id for e in (t, n)]
                            print("resource", "/".join(ids), l.id, hashlib.sha256(data).hexdigest())
            """;

    @TempDir
    private static Path folder;

    private static String key;
    private static String certificate;

    @BeforeAll
    static void tools() throws IOException {
        Tools.require("osslsigncode", "sbsign", "sbverify", "openssl");
        for (Path program : List.of(UNSIGNED, BY_MICROSOFT, BY_DEBIAN)) {
            Tools.require(Files.exists(program), program + " is not installed");
        }
        key = folder.resolve("key.pem").toString();
        certificate = folder.resolve("certificate.pem").toString();
        Tools.run(
                folder,
                "openssl",
                "req",
                "-new",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "3650",
                "-subj",
                "/O=Lifeboat/CN=Lifeboat Test",
                "-keyout",
                key,
                "-out",
                certificate);
    }

    private static List<Path> programs() throws IOException {
        List<Path> all = new ArrayList<>(List.of(UNSIGNED, BY_MICROSOFT, BY_DEBIAN));
        Path java = Wine.java().resolve("bin");
        if (Files.isDirectory(java)) {
            try (Stream<Path> files = Files.list(java)) {
                all.addAll(files.filter(file -> file.toString().matches(".*\\.(exe|dll)"))
                        .sorted()
                        .limit(20) // there are eighty, all from one builder
                        .toList());
            }
        }
        return all;
    }

    @Test
    void readsWhatPefileReads() throws IOException {
        Tools.require(Tools.tryRun(folder, "python3", "-c", "1").exit() == 0, "python3 is not installed");
        Tools.require(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not installed");
        Path script = Files.writeString(folder.resolve("facts.py"), SCRIPT);
        List<Path> programs = programs();
        List<String> command = new ArrayList<>(List.of("env", PYTHON, script.toString()));
        programs.forEach(program -> command.add(program.toString()));
        Tools.Result result = Tools.tryRun(folder, command.toArray(String[]::new));
        Tools.require(!result.output().contains("No module named 'pefile'"), "python3-pefile is not installed");
        List<String> ours = new ArrayList<>();
        for (Path program : programs) {
            try (FileSource file = FileSource.open(program)) {
                facts(program, PeFile.read(file), ours);
            }
        }
        assertThat(ours)
                .isEqualTo(result.output().lines().map(String::stripTrailing).toList());
    }

    private static void facts(Path program, PeFile pe, List<String> facts) throws IOException {
        facts.add("file " + program);
        facts.add("machine " + pe.machineCode());
        facts.add("subsystem " + pe.subsystemCode());
        facts.add("imageSize " + pe.imageSize());
        facts.add("checksum " + pe.checksum());
        facts.add("computed " + pe.computeChecksum());
        for (Section s : pe.sections()) {
            facts.add("section " + s.name() + " " + s.virtualAddress() + " " + s.offset() + " " + s.size());
        }
        pe.imports().forEach(name -> facts.add("import " + name));
        if (pe.version().isPresent()) {
            VersionInfo version = pe.version().get();
            version.fileVersion().ifPresent(text -> facts.add("version " + text));
            version.tables().forEach(table -> table.texts()
                    .forEach((name, text) -> facts.add(("text " + name + " " + text).stripTrailing())));
        }
        for (Resource r : pe.resources()) {
            facts.add("resource " + r.type() + "/" + r.name() + " " + r.language() + " " + Sha256.of(pe.open(r)));
        }
    }

    private static List<Signature> signatures(Path program) throws IOException {
        try (FileSource file = FileSource.open(program)) {
            return PeFile.read(file).signatures();
        }
    }

    @Test
    void theBootProgramThatMicrosoftSigned() throws IOException {
        List<Signature> signatures = signatures(BY_MICROSOFT);
        assertThat(signatures).isNotEmpty().allMatch(Signature::holds);
        String listed = Tools.run(folder, "sbverify", "--list", BY_MICROSOFT.toString());
        assertThat(signatures).hasSize((int)
                listed.lines().filter(line -> line.startsWith("signature ")).count());
        for (Signature signature : signatures) {
            Signer signer = signature.signers().get(0);
            assertThat(signer.certificate().orElseThrow().subject()).contains("O=Microsoft Corporation");
            assertThat(signer.issuer()).containsPattern("^CN=Microsoft .*UEFI CA 20(11|23)");
            assertThat(listed).contains("/CN=" + commonName(signer.issuer()));
            assertThat(signer.timestamp()).isPresent();
            assertThat(signer.timestamp().get().holds()).isTrue();
            assertThat(signer.timestamp().get().authority()).startsWith("CN=Microsoft Time-Stamp Service");
        }
    }

    private static String commonName(String name) {
        String found = Pattern.compile("CN=((?:\\\\.|[^,])*)")
                .matcher(name)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        return found.replace("\\", "");
    }

    /** For each program that osslsigncode can say it of: hash in the signature, hash of the file, and whose it is. */
    @Test
    void agreesWithOsslsigncodeAboutHashesAndSigners() throws IOException {
        int compared = 0;
        for (Path program : programs()) {
            String said = Tools.tryRun(folder, "osslsigncode", "verify", "-ignore-cdp", "-in", program.toString())
                    .output();
            List<String> signed = find(said, "Current message digest *: (\\w+)");
            List<String> computed = find(said, "Calculated message digest *: (\\w+)");
            if (signed.isEmpty()) {
                continue; // it has none, or osslsigncode gives up
            }
            List<Signature> ours = signatures(program);
            assertThat(ours).as("%s", program).extracting(Signature::signedHash).isEqualTo(signed);
            assertThat(ours).as("%s", program).extracting(Signature::imageHash).isEqualTo(computed);
            assertThat(ours).as("%s", program).allMatch(Signature::holds);
            String subject =
                    ours.get(0).signers().get(0).certificate().orElseThrow().subject();
            assertThat(said).contains("CN=" + commonName(subject));
            compared++;
        }
        assertThat(compared).isPositive();
    }

    private static List<String> find(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void severalSignatures() throws IOException {
        Path one = sign("one.efi", UNSIGNED);
        Path two = sign("two.efi", one);
        assertThat(signatures(two)).hasSize(2).allMatch(Signature::holds).noneMatch(Signature::nested);
        Signer signer = signatures(one).get(0).signers().get(0);
        assertThat(signer.issuer()).isEqualTo("CN=Lifeboat Test,O=Lifeboat");
        assertThat(signer.timestamp()).isEmpty();
        Path sha1 = osslsigncode("sha1.efi", UNSIGNED, "-h", "sha1");
        Path nested = osslsigncode("nested.efi", sha1, "-nest", "-h", "sha384");
        assertThat(signatures(nested)).allMatch(Signature::holds);
        assertThat(signatures(nested)).extracting(Signature::nested).containsExactly(false, true);
        assertThat(signatures(nested))
                .extracting(Signature::algorithm)
                .containsExactly(HashAlgorithm.SHA1, HashAlgorithm.SHA384);
    }

    private static Path sign(String name, Path program) throws IOException {
        Path signed = folder.resolve(name);
        Tools.run(
                folder,
                "sbsign",
                "--key",
                key,
                "--cert",
                certificate,
                "--output",
                signed.toString(),
                program.toString());
        return signed;
    }

    private static Path osslsigncode(String name, Path program, String... options) throws IOException {
        Path signed = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("osslsigncode", "sign", "-certs", certificate, "-key", key));
        command.addAll(List.of(options));
        command.addAll(List.of("-in", program.toString(), "-out", signed.toString()));
        Tools.run(folder, command.toArray(String[]::new));
        return signed;
    }

    /** A byte of the program is changed, anywhere: sbverify and we say the same. */
    @Test
    void agreesWithSbverifyAboutChangedPrograms() throws IOException {
        byte[] sound = Files.readAllBytes(sign("sound.efi", UNSIGNED));
        var random = new SplittableRandom(2026);
        Map<Boolean, Integer> answers = new TreeMap<>();
        for (int round = 0; round < 30; round++) {
            byte[] bytes = sound.clone();
            int at = random.nextInt(4096, bytes.length - 2000);
            if (round % 5 == 0) {
                at = 128 + 24 + 64; // in the checksum, which nobody signs
            }
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Path changed = Files.write(folder.resolve("changed.efi"), bytes);
            boolean theirs = Tools.tryRun(folder, "sbverify", "--cert", certificate, changed.toString())
                            .exit()
                    == 0;
            boolean ours = holds(bytes);
            assertThat(ours).as("byte %d changed", at).isEqualTo(theirs);
            answers.merge(ours, 1, Integer::sum);
        }
        assertThat(answers).containsKeys(true, false);
    }

    private static boolean holds(byte[] bytes) throws IOException {
        try {
            List<Signature> signatures =
                    PeFile.read(ByteSource.of("x.efi", bytes)).signatures();
            return !signatures.isEmpty() && signatures.stream().allMatch(Signature::holds);
        } catch (ImageException e) {
            assertThat(e).hasMessageStartingWith("x.efi");
            return false;
        }
    }

    /** Microsoft's signature, with its timestamps and chains, changed at random. */
    @Test
    void anyDamageToASignatureGivesAnAnswerOrAnImageException() throws IOException {
        byte[] sound = Files.readAllBytes(BY_MICROSOFT);
        int table;
        try (FileSource file = FileSource.open(BY_MICROSOFT)) {
            PeFile pe = PeFile.read(file);
            Section last = pe.sections().get(pe.sections().size() - 1);
            table = (int) (last.offset() + last.size());
        }
        var random = new SplittableRandom(2026);
        int held = 0;
        for (int round = 0; round < 200; round++) {
            byte[] bytes = sound.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(table, bytes.length)] = (byte) random.nextInt();
            }
            held += holds(bytes) ? 1 : 0;
        }
        assertThat(held).isLessThan(200);
    }
}
