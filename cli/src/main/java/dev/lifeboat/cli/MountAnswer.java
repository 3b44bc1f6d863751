package dev.lifeboat.cli;

import dev.lifeboat.mount.fuse.CannotMountException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether what is mounted in a folder answers; asked by another thread, which may wait for ever. */
final class MountAnswer {
    private static final int SECONDS = 5;

    private MountAnswer() {}

    static boolean of(Path where) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(asks(where)), "is it there?");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static boolean asks(Path where) {
        try {
            // The system knows the folder's attributes by heart; for its size it has to ask.
            return Files.getFileStore(where).getTotalSpace() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    static void require(Path where) throws CannotMountException {
        if (!of(where)) {
            throw new CannotMountException(where + " was mounted, but does not answer within " + SECONDS + " seconds");
        }
    }
}
