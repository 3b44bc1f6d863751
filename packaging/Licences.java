import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes the licences of the jars of others: a list, THIRD-PARTY.txt, and their texts, licences/NAME-VERSION.txt. The name of a
 * licence comes from the jar's pom or a parent of it. Its text is what the jar holds; for a jar without one it is taken from
 * texts kept here. A jar for which neither is there ends the program: what may not be passed on must not be packed.
 *
 * <p>Run it in the top folder of the sources.
 *
 * <pre>java Licences.java RUN-TIME-LIST LIB-FOLDER TEXTS-FOLDER TARGET-FOLDER</pre>
 */
class Licences {
    private static final String OWN_GROUP = "dev.lifeboat";
    /** A line of dependency:list: group, artifact, version and file; where it has a classifier, that too. */
    private static final Pattern LINE =
            Pattern.compile(" +([^: ]+):([^: ]+):jar:(?:[^: ]+:)?([^: ]+):[a-z]+:(.+?\\.jar)(?: -- .*)?");
    private static final Pattern LICENCE_FILE =
            Pattern.compile("(META-INF/)?[^/]*(LICEN[SC]E|COPYING|AL2\\.0|LGPL2\\.1)[^/]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTICE_FILE = Pattern.compile("(META-INF/)?[^/]*NOTICE[^/]*", Pattern.CASE_INSENSITIVE);

    private record Library(String group, String name, String version, Path jar) {}

    public static void main(String[] args) throws Exception {
        Map<String, Library> libraries = libraries(Path.of(args[0]));
        Path texts = Path.of(args[2]);
        Path target = Path.of(args[3]);
        StringBuilder table = new StringBuilder("Lifeboat comes with these libraries of others, in lib/:\n\n");
        List<Path> jars;
        try (Stream<Path> all = Files.list(Path.of(args[1]))) {
            jars = all.sorted().toList();
        }
        for (Path jar : jars) {
            String file = jar.getFileName().toString();
            if (libraries.containsKey(file) && libraries.get(file).group().equals(OWN_GROUP)) {
                continue;
            }
            Library library = libraries.get(file);
            if (library == null) {
                throw new IOException("lib/" + file + " is not among the run-time dependencies in " + args[0]);
            }
            String licence = String.join(", or ", licenceNames(library));
            String copy = "licences/" + library.name() + "-" + library.version() + ".txt";
            write(target.resolve(copy), library, licence, texts(library, licence, texts));
            table.append(String.format(
                    "%s %s (%s)%n  licence: %s%n  text:    %s%n%n",
                    library.name(), library.version(), file, licence, copy));
        }
        Files.writeString(target.resolve("THIRD-PARTY.txt"), table.toString().replace("\r\n", "\n"));
    }

    /** By the name of the file in lib/, which has no version. */
    private static Map<String, Library> libraries(Path list) throws IOException {
        Map<String, Library> libraries = new TreeMap<>();
        for (String line : Files.readAllLines(list)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                String name = matcher.group(2);
                Path jar = Path.of(matcher.group(4));
                libraries.put(name + ".jar", new Library(matcher.group(1), name, matcher.group(3), jar));
            }
        }
        libraries.put("lifeboat-cli.jar", new Library(OWN_GROUP, "lifeboat-cli", "", Path.of("")));
        return libraries;
    }

    private static List<String> licenceNames(Library library) throws Exception {
        Path pom = library.jar().resolveSibling(library.name() + "-" + library.version() + ".pom");
        // A pom lies at group/artifact/version/ in the repository, a folder for each part of the group.
        Path repository = pom.getParent().getParent().getParent();
        for (int i = 0; i < library.group().split("\\.").length; i++) {
            repository = repository.getParent();
        }
        for (int parents = 0; parents < 20; parents++) {
            Element project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
            List<String> names = new ArrayList<>();
            for (Element licence : children(children(project, "licenses"), "license")) {
                children(licence, "name").forEach(name -> names.add(name.getTextContent().strip()));
            }
            if (!names.isEmpty()) {
                return names;
            }
            List<Element> parent = children(project, "parent");
            if (parent.isEmpty()) {
                break;
            }
            String artifact = text(parent, "artifactId");
            String version = text(parent, "version");
            pom = repository
                    .resolve(text(parent, "groupId").replace('.', '/'))
                    .resolve(artifact)
                    .resolve(version)
                    .resolve(artifact + "-" + version + ".pom");
        }
        throw new IOException("no licence is named by the pom of " + library.name() + " " + library.version());
    }

    private static String text(List<Element> parent, String name) {
        return children(parent, name).get(0).getTextContent().strip();
    }

    private static List<Element> children(List<Element> parents, String name) {
        return parents.stream().flatMap(parent -> children(parent, name).stream()).toList();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    /** Names of files to their texts. */
    private static Map<String, String> texts(Library library, String licence, Path kept) throws IOException {
        Map<String, String> licences = new LinkedHashMap<>();
        Map<String, String> notices = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(library.jar().toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                boolean isNotice = NOTICE_FILE.matcher(entry.getName()).matches();
                if (!entry.isDirectory()
                        && (isNotice || LICENCE_FILE.matcher(entry.getName()).matches())) {
                    byte[] bytes = jar.getInputStream(entry).readAllBytes();
                    (isNotice ? notices : licences).put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
                }
            }
        }
        if (licences.isEmpty()) {
            String name = licence.replaceAll("[^A-Za-z0-9.]+", "-") + ".txt";
            // Lifeboat's own is that licence.
            Path text = licence.matches("(?i).*apache.*2.*") ? Path.of("LICENSE") : kept.resolve(name);
            if (!Files.exists(text)) {
                throw new IOException(library.jar().getFileName() + " (" + licence + ") holds no licence text; put it into " + text);
            }
            licences.put(text.getFileName().toString(), Files.readString(text));
        }
        licences.putAll(notices);
        return licences;
    }

    private static void write(Path file, Library library, String licence, Map<String, String> texts) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append(library.name()).append(' ').append(library.version());
        page.append(" (").append(library.group()).append(")\nLicence: ").append(licence).append('\n');
        texts.forEach((name, text) -> page.append("\n-------- ")
                .append(name)
                .append(" --------\n\n")
                .append(text.replace("\r\n", "\n").strip())
                .append('\n'));
        Files.createDirectories(file.getParent());
        Files.writeString(file, page);
    }
}
