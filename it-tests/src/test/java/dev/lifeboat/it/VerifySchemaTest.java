package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code verify --json} writes, by the schema in the documents, judged by a validator that is not ours. */
class VerifySchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static Schema schema;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        String text = Files.readString(Checkout.top().resolve("docs/verify.schema.json"));
        Schema itself = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(itself.validate(text, InputFormat.JSON)).isEmpty();
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    private List<String> verify(int exit, Object... arguments) throws IOException {
        Object[] all = Stream.concat(Stream.of("verify", "--json"), Stream.of(arguments))
                .toArray();
        Tools.Result result = Lifeboat.run(folder, all);
        assertThat(result.exit()).as(result.output()).isEqualTo(exit);
        List<String> lines = result.output().lines().toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(errors(line)).as(line).isEmpty());
        return lines;
    }

    private static List<Error> errors(String line) {
        return schema.validate(line, InputFormat.JSON);
    }

    @Test
    void backup() throws IOException {
        assertThat(verify(0, SampleVolumes.SAMPLE)).hasSize(1);
        verify(0, "--all", SampleVolumes.SAMPLE);
        verify(0, "--full", "--all", SampleVolumes.SAMPLE);
        verify(1, "--target", "1MB", SampleVolumes.SAMPLE);
        verify(4, "--max-age", "1d", SampleVolumes.SAMPLE);
    }

    @Test
    void imagesThatAreNone() throws IOException {
        Path broken = Files.write(folder.resolve("broken.vhdx"), new byte[1 << 20]);
        verify(1, broken);
        verify(1, Files.write(folder.resolve("broken.wim"), "MSWIM\0\0\0".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void severalComputers() throws IOException {
        Path store = Files.createDirectories(folder.resolve("WindowsImageBackup"));
        Tools.run(
                folder,
                "cp",
                "-r",
                SampleVolumes.COMPUTER.toString(),
                store.resolve("A").toString());
        Tools.run(
                folder,
                "cp",
                "-r",
                SampleVolumes.COMPUTER.toString(),
                store.resolve("B").toString());
        Path empty = Files.createDirectories(store.resolve("C"));
        Files.copy(SampleVolumes.COMPUTER.resolve("MediaId"), empty.resolve("MediaId"));
        assertThat(verify(3, store)).hasSize(3).anyMatch(line -> line.contains("\"error\""));
    }

    @Test
    void whatTheSchemaRefuses() throws IOException {
        String sound = verify(0, SampleVolumes.SAMPLE).get(0);
        for (String property : List.of("verdict", "exitCode", "findings", "notChecked")) {
            ObjectNode without = (ObjectNode) MAPPER.readTree(sound);
            without.remove(property);
            assertThat(errors(without.toString())).as(property).isNotEmpty();
        }
        assertThat(errors(sound.replace("\"exitCode\":0", "\"exitCode\":2"))).isNotEmpty();
        assertThat(errors(sound.replace("\"severity\":\"NOTE\"", "\"severity\":\"note\"")))
                .isNotEmpty();
        assertThat(errors(sound.replaceFirst("\\{", "{\"more\":1,"))).isNotEmpty();
    }
}
