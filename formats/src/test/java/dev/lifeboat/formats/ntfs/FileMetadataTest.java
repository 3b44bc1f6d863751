package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.ntfs.LogFile.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What NTFS keeps of files beside names and content, and of the volume. */
class FileMetadataTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    private NtfsFile hello() throws IOException {
        return volume.open().file(TinyVolume.HELLO);
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    /** The bytes of another_file.txt in the Velociraptor project's test volume, written by Windows 10. */
    @Test
    void readsExtendedAttributes() throws IOException {
        byte[] list = HexFormat.of()
                .parseHex(
                        "2c00000000061d005345434f4e44005468697320697320736f6d652068696464656e206461746121200d0a00"
                                + "30000000000522005448495244005468697320697320736f6d65204d4f52452068696464656e206461746121200d0a00");
        volume.record(TinyVolume.HELLO).resident(0xe0, "", list);
        List<ExtendedAttribute> all = hello().extendedAttributes();
        assertThat(all).extracting(ExtendedAttribute::name).containsExactly("SECOND", "THIRD");
        assertThat(new String(all.get(0).value(), StandardCharsets.US_ASCII))
                .isEqualTo("This is some hidden data! \r\n\0");
        assertThat(all.get(1).size()).isEqualTo(34);
        assertThat(all.get(0).needed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000010000, extended attribute has 10 bytes in 0 of the 8 left",
        "0900000000010000410000, extended attribute has 10 bytes in 9 of the 11 left",
        "ff000000000100004100000000, extended attribute has 10 bytes in 255 of the 13 left"
    })
    void refusesListsThatContradictThemselves(String bytes, String message) {
        volume.record(TinyVolume.HELLO).resident(0xe0, "", HexFormat.of().parseHex(bytes));
        assertThatThrownBy(() -> hello().extendedAttributes()).hasMessageContaining(message);
    }

    @Test
    void readsObjectIds() throws IOException {
        volume.record(TinyVolume.HELLO).resident(0x40, "", HexFormat.of().parseHex("cac68de952b5e81189496807157ff151"));
        ObjectId id = hello().objectId().orElseThrow();
        assertThat(id.id()).isEqualTo(UUID.fromString("e98dc6ca-b552-11e8-8949-6807157ff151"));
        assertThat(id.birthVolume()).isEmpty();
    }

    @Test
    void readsAppExecutionAliases() throws IOException {
        byte[] texts = utf16("Microsoft.X_8wekyb3d8bbwe\0Microsoft.X_8wekyb3d8bbwe!App\0C:\\Apps\\x.exe\0000\0");
        volume.record(TinyVolume.HELLO)
                .resident(0xc0, "", NtfsBytes.reparse(0x8000_001b, NtfsBytes.concat(new byte[] {3, 0, 0, 0}, texts)));
        ReparsePoint point = hello().reparsePoint().orElseThrow();
        assertThat(point.appExecLink())
                .contains(new AppExecLink(
                        "Microsoft.X_8wekyb3d8bbwe", "Microsoft.X_8wekyb3d8bbwe!App", "C:\\Apps\\x.exe", "0"));
        assertThat(point.link()).isFalse();
        assertThat(point.target()).isEmpty();
    }

    @Test
    void readsOwnersOfForeignTags() throws IOException {
        byte[] data = HexFormat.of().parseHex("cac68de952b5e81189496807157ff151aabb");
        volume.record(TinyVolume.HELLO).resident(0xc0, "", NtfsBytes.reparse(0x0000_0102, data));
        ReparsePoint point = hello().reparsePoint().orElseThrow();
        assertThat(point.owner()).contains(UUID.fromString("e98dc6ca-b552-11e8-8949-6807157ff151"));
        assertThat(point.data().size()).isEqualTo(2);
    }

    @Test
    void namesLinksFully() throws IOException {
        ReparsePoint link =
                volume.open().file(TinyVolume.SYMLINK).reparsePoint().orElseThrow();
        assertThat(link.names()).contains(new LinkNames("Docs\\hello.txt", "Docs\\hello.txt", true));
    }

    @ParameterizedTest
    @CsvSource({
        "0x80000017, '0x80000017, WOF'",
        "0x9000701a, '0x9000701a, CLOUD_7'",
        "0x9000001a, '0x9000001a, CLOUD'",
        "0x80000018, '0x80000018, WCI'",
        "0x80000099, 0x80000099"
    })
    void describesTags(String tag, String text) {
        assertThat(ReparseTag.describe(Long.decode(tag).intValue())).isEqualTo(text);
    }

    @Test
    void knowsCaseSensitiveDirectories() throws IOException {
        byte[] information = NtfsBytes.standardInformation(0);
        NtfsBytes.in(information).putInt(40, 1);
        volume.record(TinyVolume.DOCS).remove(0x10).resident(0x10, "", information);
        assertThat(volume.open().file(TinyVolume.DOCS).information().caseSensitiveDirectory())
                .isTrue();
        assertThat(volume.open().file(TinyVolume.ROOT).information().caseSensitiveDirectory())
                .isFalse();
    }

    @Test
    void namesTheFlagsOfTheVolume() throws IOException {
        volume.record(3).remove(0x70).resident(0x70, "", NtfsBytes.volumeInformation(0xc03f));
        VolumeInformation information = volume.open().information();
        assertThat(information.flags()).containsExactly(VolumeInformation.Flag.values());
        assertThat(information.major() + "." + information.minor()).isEqualTo("3.1");
    }

    private static byte[] restartPage(long lsn, int client, int flags) {
        byte[] page = NtfsBytes.structure(4096, b -> b.put(0, NtfsBytes.ascii("RSTR"))
                .putInt(16, 4096)
                .putInt(20, 4096)
                .putShort(24, (short) 48)
                .putShort(26, (short) 1)
                .putShort(28, (short) 1)
                .putLong(48, lsn)
                .putShort(56, (short) 1)
                .putShort(58, (short) (client == 0 ? 0xffff : 0))
                .putShort(60, (short) client)
                .putShort(62, (short) flags)
                .putShort(70, (short) 64)
                .putShort(112 + 18, (short) 0xffff)
                .putInt(112 + 28, 8)
                .put(112 + 32, utf16("NTFS")));
        NtfsBytes.protect(page, 0, 4096, 30);
        return page;
    }

    private LogFile log(byte[] first, byte[] second) throws IOException {
        volume.store(50, NtfsBytes.concat(first, second));
        return volume.open().logFile();
    }

    @Test
    void readsHowTheLogWasLeft() throws IOException {
        assertThat(volume.open().logFile().state()).isEqualTo(State.EMPTY); // all 0xff
        LogFile inUse = log(restartPage(7, 0, 0), restartPage(9, 0, 0));
        assertThat(inUse.state()).isEqualTo(State.IN_USE);
        assertThat(inUse.current().orElseThrow().lastLsn()).isEqualTo(9);
        assertThat(inUse.current().orElseThrow().clients()).containsExactly("NTFS");
    }

    @Test
    void aLogThatNobodyUsesOrThatIsMarkedIsClean() throws IOException {
        assertThat(log(restartPage(7, 0xffff, 0), restartPage(6, 0, 0)).state()).isEqualTo(State.CLEAN);
        assertThat(log(restartPage(7, 0, 2), restartPage(6, 0, 0)).state()).isEqualTo(State.CLEAN);
    }

    @Test
    void aTornRestartPageIsReplacedByTheOther() throws IOException {
        byte[] torn = restartPage(9, 0, 0);
        torn[1022] ^= 1;
        LogFile log = log(torn, restartPage(7, 0, 2));
        assertThat(log.state()).isEqualTo(State.CLEAN);
        assertThat(log.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .hasMessageStartingWith("C.img/$LogFile at 0x3fe: restart page: update sequence is 0x"));
    }

    @Test
    void aLogOfZerosIsDamaged() throws IOException {
        assertThat(log(new byte[4096], new byte[4096]).state()).isEqualTo(State.DAMAGED);
    }

    @Test
    void findsDeletedFiles() throws IOException {
        volume.put(
                TinyVolume.DELETED,
                deleted(volume.reference(TinyVolume.DOCS), "gone.txt")
                        .resident(0x80, "", NtfsBytes.ascii("still here")));
        volume.put(
                TinyVolume.FREE,
                deleted(volume.reference(TinyVolume.ROOT), "free.bin")
                        .nonResident(0x80, "", Clusters.of(510, 3).size(3000)));
        volume.put(
                TinyVolume.FREE + 1,
                deleted(volume.reference(TinyVolume.ROOT), "reused.bin")
                        .nonResident(0x80, "", Clusters.of(299, 2).size(2000)));
        volume.put(
                TinyVolume.FREE + 2,
                deleted(NtfsBytes.reference(TinyVolume.DOCS, 99), "orphan").directory());
        volume.put(
                TinyVolume.FREE + 3,
                deleted(NtfsBytes.reference(TinyVolume.FREE + 2, 6), "inside.txt")
                        .resident(0x80, "", new byte[0]));
        List<String> found = new ArrayList<>();
        DeletedFiles.forEach(
                volume.open(),
                file -> found.add(file.record() + " " + file.path() + " " + file.size() + " " + file.content()));
        assertThat(found)
                .containsExactly(
                        "48 /Docs/gone.txt 10 RESIDENT",
                        "49 /free.bin 3000 FREE",
                        "50 /reused.bin 2000 REUSED",
                        "51 ?/orphan 0 NONE",
                        "52 ?/orphan/inside.txt 0 RESIDENT");
    }

    private static RecordBuilder deleted(long parent, String name) {
        return new RecordBuilder()
                .sequence(7)
                .unused()
                .resident(0x10, "", NtfsBytes.standardInformation(0x20))
                .resident(0x30, "", NtfsBytes.fileName(parent, name));
    }

    /** A directory that is its own parent, or whose parents are a circle, leads nowhere. */
    @Test
    void followsCirclesOfParentsOnlyOnce() throws IOException {
        volume.put(
                TinyVolume.FREE,
                deleted(NtfsBytes.reference(TinyVolume.FREE + 1, 6), "a").directory());
        volume.put(
                TinyVolume.FREE + 1,
                deleted(NtfsBytes.reference(TinyVolume.FREE, 6), "b").directory());
        List<String> found = new ArrayList<>();
        DeletedFiles.forEach(volume.open(), file -> found.add(file.path()));
        assertThat(found).allMatch(path -> path.startsWith("?/"));
    }
}
