package dev.lifeboat.mount.elevation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A run of this program with the rights of an administrator, whose output comes back here. */
public final class ElevatedRun {
    static final String TO_CHILD = "-down";
    static final String TO_PARENT = "-up";

    /** Windows' question may wait for the user for long; this is only from then until the program runs. */
    private static final int START_SECONDS = 60;

    private static final int END_SECONDS = 30;

    private ElevatedRun() {}

    /**
     * Starts the program again, asks Windows for the rights, and waits for its end. If this process is told to end, it tells the
     * other one, and waits for it to undo what it did.
     *
     * @param java the java.exe, then its options up to and including the main class
     * @param option that tells the main class that the name of the pipes follows
     * @param arguments of the command
     * @param output receives what the other writes as results
     * @param messages receives its messages and progress
     * @return its exit code
     * @throws IOException if the user says no, or it cannot be started
     */
    public static int run(
            List<String> java, String option, List<String> arguments, OutputStream output, OutputStream messages)
            throws IOException {
        PipeApi api = PipeApi.load();
        SecurityApi security = SecurityApi.load();
        String name = "\\\\.\\pipe\\lifeboat-" + UUID.randomUUID();
        List<String> line = new ArrayList<>(java.subList(1, java.size()));
        line.add(option);
        line.add(name);
        line.addAll(arguments);
        try (Pipe down = Pipe.create(api, security, name + TO_CHILD);
                Pipe up = Pipe.create(api, security, name + TO_PARENT);
                ElevatedProcess process = ElevatedProcess.start(ShellApi.load(), api, java.get(0), line)) {
            try {
                connect(process, down, up);
            } catch (IOException e) {
                wake(name + TO_CHILD);
                wake(name + TO_PARENT);
                throw e;
            }
            RelayParent relay = new RelayParent(up.input(), down.output());
            CompletableFuture<Void> over = new CompletableFuture<>();
            Thread ending = new Thread(() -> endChild(relay, over), "interrupted");
            Runtime.getRuntime().addShutdownHook(ending);
            try {
                relay.show(output, messages);
                int code = process.exitCode();
                over.complete(null);
                return code;
            } finally {
                over.complete(null);
                release(ending);
            }
        }
    }

    private static void endChild(RelayParent relay, CompletableFuture<Void> over) {
        relay.cancel();
        try {
            over.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            Thread.currentThread().interrupt(); // nothing is left to be done here but to end
        }
    }

    /** While a thread waits for a pipe to be opened, closing the pipe may wait, too. */
    private static void wake(String pipe) {
        try {
            new RandomAccessFile(pipe, "rw").close();
        } catch (IOException e) {
            // somebody has opened it: nobody waits
        }
    }

    private static void release(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // the process is ending, and the thread runs
        }
    }

    /** Waiting for a pipe to be opened cannot be ended, so it is done by a thread that may be left behind. */
    private static void connect(ElevatedProcess process, Pipe down, Pipe up) throws IOException {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        down.connect(process.id());
                        up.connect(process.id());
                        connected.complete(null);
                    } catch (IOException e) {
                        connected.completeExceptionally(e);
                    }
                },
                "pipe");
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                connected.get(200, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (process.ended() || System.nanoTime() - end > 0) {
                    throw new IOException("the program with administrator rights did not begin", e);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
