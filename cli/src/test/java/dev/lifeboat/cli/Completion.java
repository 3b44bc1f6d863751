package dev.lifeboat.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The script that completes a command line in bash, and in zsh with bashcompinit.
 *
 * <p>Picocli's own generator is not used: its script has the shell expand the names of files that it offers, so a file called
 * {@code $(rm -r x)} would be run, and such names come out of images. Here file names never pass through the script: where
 * it says nothing, the shell completes files by itself.
 */
final class Completion {
    private static final String BEGIN =
            """
            # shellcheck shell=bash disable=SC2207
            # Completes the command line of lifeboat, in bash and in zsh. Made from the commands.
            # To use it, add a line to ~/.bashrc or ~/.zshrc:  source FOLDER/completion/lifeboat.bash

            if [ -n "${ZSH_VERSION-}" ]; then
                type compdef >/dev/null 2>&1 || { autoload -Uz compinit && compinit; }
                type complete >/dev/null 2>&1 || { autoload -Uz bashcompinit && bashcompinit; }
            fi

            _lifeboat() {
                local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' i
                # flags: options of the command. texts, paths: those of them that take a value. places: how many files it
                # takes. choices: what else can stand here.
                local flags='' texts='' paths='' places=0 choices=''
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                        -*) ;;
                        *)
                            command=${COMP_WORDS[i]}
                            break
                            ;;
                    esac
                done
                case $command in
            """;

    private static final String END =
            """
                    *) return ;;
                esac
                # Bash takes --option=value as three words.
                [ "$previous" != '=' ] || previous=${COMP_WORDS[COMP_CWORD - 2]}
                [ "$word" != '=' ] || word=''
                case " $paths " in
                    *" $previous "*) return ;; # files: the shell does that, if it is told nothing
                esac
                case " $texts " in
                    *" $previous "*) choices='' places=0 ;; # any text: nothing to offer
                esac
                case $word in
                    -*) choices=$flags ;;
                    *)
                        for ((i++; i < COMP_CWORD; i++)); do
                            case "${COMP_WORDS[i]} $texts $paths " in
                                '='*) ;;
                                *" ${COMP_WORDS[i - 1]} "*) continue ;;
                            esac
                            case ${COMP_WORDS[i]} in
                                '=') i=$((i + 1)) ;;
                                -*) ;;
                                *) places=$((places - 1)) ;;
                            esac
                        done
                        [ "$places" -le 0 ] || return
                        ;;
                esac
                type compopt >/dev/null 2>&1 && compopt +o default 2>/dev/null # no file can stand here
                COMPREPLY=($(compgen -W "$choices" -- "$word"))
            }

            complete -o default -F _lifeboat lifeboat
            """;

    private Completion() {}

    /**
     * Makes the script.
     *
     * @param line the command above all others
     * @return text of lines that end in a line feed
     */
    static String script(CommandLine line) {
        String commands = String.join(" ", line.getSubcommands().keySet());
        StringBuilder script = new StringBuilder(BEGIN);
        addCase(script, "''", line.getCommandSpec(), commands);
        line.getSubcommands()
                .forEach((name, command) -> addCase(
                        script, name, command.getCommandSpec(), name.equals("help") ? commands : candidates(command)));
        return script.append(END).toString();
    }

    private static void addCase(StringBuilder script, String name, CommandSpec spec, String choices) {
        List<OptionSpec> options =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        List<OptionSpec> values =
                options.stream().filter(option -> option.arity().max() > 0).toList();
        long places =
                spec.positionalParameters().stream().filter(Completion::isPath).count();
        List<String> settings = new ArrayList<>();
        settings.add("flags='" + names(options.stream()) + "'");
        settings.add("texts='" + names(values.stream().filter(option -> !isPath(option))) + "'");
        settings.add("paths='" + names(values.stream().filter(Completion::isPath)) + "'");
        settings.add("choices='" + choices + "'");
        settings.add("places=" + places);
        script.append("        ").append(name).append(")\n");
        settings.stream()
                .filter(setting -> !setting.endsWith("=''") && !setting.endsWith("=0"))
                .forEach(
                        setting -> script.append("            ").append(setting).append('\n'));
        script.append("            ;;\n");
    }

    private static boolean isPath(ArgSpec argument) {
        return argument.type() == Path.class;
    }

    private static String names(Stream<OptionSpec> options) {
        return options.flatMap(option -> Stream.of(option.names())).sorted().collect(Collectors.joining(" "));
    }

    /** What the command line can say in place of a name of a file. */
    private static String candidates(CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream()
                .filter(each -> each.completionCandidates() != null)
                .flatMap(
                        each -> StreamSupport.stream(each.completionCandidates().spliterator(), false))
                .collect(Collectors.joining(" "));
    }
}
