package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    private static Tools.Result run(Path folder, List<String> before, Object... args) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add("env"); // found on the path, as Tools looks there only
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-Dsun.jnu.encoding=UTF-8", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.lifeboat.cli.Main"));
        Stream.of(args).map(String::valueOf).forEach(command::add);
        return Tools.tryRun(folder, command.toArray(String[]::new));
    }
}
