package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.AmbiguousBackupException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns an exception into one line that says what is wrong, and the exit code that goes with it. */
final class Errors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception error, CommandLine line, ParseResult parsed) {
        line.getOut().flush();
        PrintWriter err = line.getErr();
        boolean debug = ((LifeboatCommand) line.getCommandSpec().root().userObject()).debug();
        int code;
        if (error instanceof OutputLostException) {
            code = ExitCode.FAILED; // Main says why
        } else if (error instanceof FailedException failed) {
            err.println("lifeboat: " + Text.safe(error.getMessage()));
            code = failed.exitCode();
        } else if (error instanceof IOException problem) {
            err.println("lifeboat: " + Text.safe(message(problem)));
            code = error instanceof AmbiguousBackupException ? ExitCode.USAGE : ExitCode.UNREADABLE;
        } else {
            err.println("lifeboat: an error inside Lifeboat, not in the image: " + Text.safe(error.toString()));
            err.println("The image was not changed. Please report this with the output of --debug.");
            code = ExitCode.INTERNAL_ERROR;
        }
        if (debug) {
            stackTrace(error, err);
        }
        err.flush();
        return code;
    }

    /** Its messages may hold text from the image. */
    private static void stackTrace(Throwable error, PrintWriter err) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        text.toString().lines().forEach(line -> err.println(Text.safe(line.replace("\t", "    "))));
    }

    /**
     * Says that the program itself failed; for what is no {@link Exception}, such as too little memory, which would end
     * Java with the exit code of a verdict.
     *
     * @param error what was thrown
     * @param err where to
     * @return the exit code
     */
    static int internal(Error error, PrintWriter err) {
        if (error instanceof OutOfMemoryError) {
            err.println("lifeboat: there is not enough memory (" + Text.safe(String.valueOf(error.getMessage()))
                    + "); run with LIFEBOAT_JAVA_OPTS=-Xmx4g");
        } else {
            err.println("lifeboat: an error inside Lifeboat, not in the image: " + Text.safe(error.toString()));
        }
        return ExitCode.INTERNAL_ERROR;
    }

    /**
     * Says what is wrong in one line.
     *
     * @param error from a reader or the system
     * @return a sentence that names the file
     */
    static String message(IOException error) {
        if (error instanceof ImageException) {
            return error.getMessage();
        }
        if (error instanceof AccessDeniedException denied) {
            return denied.getFile() + ": access denied; run as administrator (or root), or copy the file first";
        }
        if (error instanceof NoSuchFileException missing && missing.getReason() == null) {
            return missing.getFile() + ": does not exist";
        }
        if (error instanceof FileSystemException system && system.getReason() != null) {
            return system.getFile() + ": " + system.getReason();
        }
        String text = error.getMessage();
        return text == null ? error.getClass().getSimpleName() : text;
    }
}
