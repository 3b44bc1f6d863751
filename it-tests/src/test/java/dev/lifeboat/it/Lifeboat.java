package dev.lifeboat.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** The command line in a process of its own, with the classes of this run. */
final class Lifeboat {
    private Lifeboat() {}

    static Tools.Result run(Path folder, Object... args) throws IOException {
        return run(folder, List.of(), args);
    }

    /** Root does without the right to pass over the rights of files. */
    static Tools.Result runWithoutPassingOverRights(Path folder, Object... args) throws IOException {
        boolean root = System.getProperty("user.name").equals("root");
        return run(
                folder,
                root
                        ? List.of(
                                "setpriv",
                                "--bounding-set=-dac_override,-dac_read_search",
                                "--inh-caps=-dac_override,-dac_read_search")
                        : List.of(),
                args);
    }

    /**
     * Runs it by another program that changes the user, with copies of the classes: that user may not look into the folder of
     * this one.
     */
    static Tools.Result runAs(Path folder, List<String> before, Object... args) throws IOException {
        return run(folder, before, copies(folder.resolve("classes")), args);
    }

    private static String copies(Path to) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.isEmpty()) {
                continue;
            }
            Path copy = to.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            if (Files.exists(copy)) {
                copies.add(copy.toString());
            } else if (Files.isDirectory(Path.of(entry)) && !entry.endsWith("test-classes")) {
                FileUtils.copyDirectory(new File(entry), copy.toFile());
                copies.add(copy.toString());
            } else if (Files.isRegularFile(Path.of(entry))) {
                FileUtils.copyFile(new File(entry), copy.toFile());
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static Tools.Result run(Path folder, List<String> before, Object... args) throws IOException {
        return run(folder, before, System.getProperty("java.class.path"), args);
    }

    private static Tools.Result run(Path folder, List<String> before, String classPath, Object... args)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add("env"); // found on the path, as Tools looks there only
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-Dsun.jnu.encoding=UTF-8", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("-cp", classPath, "dev.lifeboat.cli.Main"));
        Stream.of(args).map(String::valueOf).forEach(command::add);
        return Tools.tryRun(folder, command.toArray(String[]::new));
    }
}
