package dev.lifeboat.cli;

import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.nbd.NbdExports;
import dev.lifeboat.mount.nbd.NbdServer;
import dev.lifeboat.mount.nbd.TlsIdentity;
import dev.lifeboat.mount.raw.RawSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves volumes and disks as network block devices. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Serves the bytes of volumes and disks by NBD (Network Block Device), read-only, until Ctrl-C: for QEMU, nbdfuse,"
                    + " nbdcopy, nbd-client and others.",
            "Each volume has its drive letter, ESP or its number for a name, each disk 'disk-1' and so on. What is not stored"
                    + " in an image is told as a hole. Where an image is damaged, reading fails."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:does not occur: it serves until it is interrupted",
            "2:wrong usage",
            "3:the input could not be read",
            "5:the socket or port could not be used",
            "6:refused: another server uses the socket, its file is something else, or it is in a backup",
            "130:interrupted, which is how it ends"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat serve C.vhdx --socket /run/user/1000/c.sock",
            "  lifeboat serve E:\\WindowsImageBackup --port 10809",
            "  lifeboat serve /mnt/nas/WindowsImageBackup --port 10809 --listen 192.0.2.7 --tls-key key.pem"
                    + " --tls-certificate cert.pem"
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Mixin
    private ServeSocket socket;

    @Option(
            names = "--json",
            description =
                    "Write one line with a JSON object as soon as clients can connect: the address and what is served.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<TlsIdentity> identity = socket.identity();
        List<RawSet> sets = RawInput.of(image);
        NbdExports exports = new NbdExports(sets);
        try (OnInterrupt interrupt = new OnInterrupt()) {
            List<ServedView> views = sets.size() == 1 ? readable(exports, sets.get(0)) : List.of();
            ServeSocket.Listening listening = socket.open(identity);
            NbdServer server = new NbdServer(listening.channel(), exports, identity, this::say);
            CountDownLatch ended = new CountDownLatch(1);
            interrupt.run(() -> {
                end(server, listening.owner());
                ended.countDown();
            });
            tell(listening, sets, views);
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            for (RawSet set : sets) {
                set.close();
            }
        }
        return ExitCode.OK;
    }

    private static List<ServedView> readable(NbdExports exports, RawSet set) throws IOException {
        List<ServedView> views = ServedView.of(exports, set);
        for (ServedView served : views) {
            if (served.view().source().isPresent()) {
                return views;
            }
        }
        if (views.isEmpty()) {
            throw new UnsupportedImageException("PATH", "holds files, but no disk that could be served");
        }
        throw views.get(0).view().problem().orElseThrow();
    }

    private void tell(ServeSocket.Listening listening, List<RawSet> sets, List<ServedView> views) {
        PrintWriter out = spec.commandLine().getOut();
        ServeText text = new ServeText(out, listening.address());
        if (!listening.warning().isEmpty()) {
            say("warning: " + listening.warning());
        }
        if (json) {
            text.json(views);
        } else if (sets.size() == 1) {
            text.views(views);
        } else {
            text.sets(sets);
        }
    }

    private void say(String message) {
        PrintWriter err = spec.commandLine().getErr();
        synchronized (err) {
            err.println("lifeboat: " + Text.safe(message));
            err.flush();
        }
    }

    /** In a thread of its own while the process ends. */
    private static void end(NbdServer server, Closeable socket) {
        try {
            server.close();
            socket.close();
        } catch (IOException e) {
            // nothing more can be done about it
        }
    }
}
