package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.catalog.CatalogFile;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.Trust;
import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.verify.check.ParallelWork;
import dev.lifeboat.verify.check.signature.SignedProgram.Checksum;
import dev.lifeboat.verify.check.signature.SignedProgram.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who signed the programs of a Windows. First every program is hashed; then the catalogs, which are many more and list a hundred
 * times as many files, pass by, and those hashes are looked for in them: so memory depends on the programs alone.
 *
 * @param programs by folder and name
 * @param all whether these are all of them
 * @param trusted how many catalogs Microsoft signed
 * @param damaged those that are damaged, by path
 */
public record ProgramSignatures(List<SignedProgram> programs, boolean all, int trusted, List<DamagedCatalog> damaged) {

    /** Does the work, by two threads. */
    private static final class Search {
        private final FileTree tree;
        private final TrustedRoots roots;
        private final Instant now;
        private final Map<ByteBuffer, List<Integer>> wanted = new HashMap<>();
        private final Map<Integer, Match> matches = new ConcurrentHashMap<>();
        private final AtomicInteger trusted = new AtomicInteger();
        private final List<DamagedCatalog> damaged = Collections.synchronizedList(new ArrayList<>());

        Search(FileTree tree, TrustedRoots roots, Instant now) {
            this.tree = tree;
            this.roots = roots;
            this.now = now;
        }

        ProgramSignatures run() throws IOException {
            SystemPrograms system = new SystemPrograms(tree);
            List<FileNode> files = system.programs();
            ProgramHashes[] hashes = new ProgramHashes[files.size()];
            ParallelWork.run(files.size(), 0, (i, buffer, done) -> hashes[i] = hash(files.get(i)), n -> {});
            for (int i = 0; i < hashes.length; i++) {
                if (hashes[i].state() != State.EMBEDDED) {
                    for (byte[] hash : hashes[i].hashes()) {
                        wanted.computeIfAbsent(ByteBuffer.wrap(hash), h -> new ArrayList<>(1))
                                .add(i);
                    }
                }
            }
            List<FileNode> catalogs = system.catalogs();
            ParallelWork.run(catalogs.size(), 0, (i, buffer, done) -> catalog(catalogs.get(i)), n -> {});
            SignedProgram[] programs = new SignedProgram[hashes.length];
            ParallelWork.run(
                    files.size(),
                    0,
                    (i, buffer, done) -> programs[i] = program(files.get(i), hashes[i], matches.get(i)),
                    n -> {});
            damaged.sort(Comparator.comparing(DamagedCatalog::path)); // two threads found them in any order
            return new ProgramSignatures(List.of(programs), system.all(), trusted.get(), List.copyOf(damaged));
        }

        private ProgramHashes hash(FileNode file) throws IOException {
            try {
                return ProgramHashes.read(file.path(), open(file), roots, now);
            } catch (ImageException e) {
                return ProgramHashes.notJudged(file.path(), e);
            }
        }

        /** A tree is asked by one thread at a time; what it opens may be read by many. */
        private ByteSource open(FileNode file) throws IOException {
            synchronized (tree) {
                return tree.open(file, "");
            }
        }

        private void catalog(FileNode file) throws IOException {
            try {
                CatalogFile catalog = CatalogFile.read(open(file));
                Trust trust = roots.judge(catalog.signed(), now);
                if (trust.state() == Trust.State.BROKEN) {
                    damaged.add(new DamagedCatalog(file.path(), "is not what '" + trust.signer() + "' signed"));
                    return;
                }
                trusted.addAndGet(trust.trusted() ? 1 : 0);
                Match match = new Match(trust, file.name());
                catalog.members((algorithm, hash) -> member(algorithm, hash, match));
            } catch (CorruptImageException e) {
                damaged.add(new DamagedCatalog(file.path(), "cannot be read: " + e.problem()));
            } catch (ImageException e) {
                // in a form that is not supported: its programs are as if it were not there
            }
        }

        private void member(HashAlgorithm algorithm, byte[] hash, Match match) {
            if (!ProgramHashes.ALGORITHMS.contains(algorithm)) {
                return;
            }
            for (int program : wanted.getOrDefault(ByteBuffer.wrap(hash), List.of())) {
                matches.merge(program, match, Match::better);
            }
        }

        private SignedProgram program(FileNode file, ProgramHashes hashes, Match match) throws IOException {
            State state = hashes.state();
            String detail = hashes.detail();
            if (match != null && match.trust.trusted()) {
                state = State.CATALOG;
                detail = match.name;
            } else if (match != null && state == State.UNSIGNED) {
                state = State.of(match.trust.state());
                detail = "is listed in " + match.name + ", which is signed by '" + match.trust.signer() + "', who "
                        + match.trust.detail();
            }
            if (hashes.hashes().isEmpty() || state == State.CATALOG || state == State.EMBEDDED) {
                return new SignedProgram(hashes.path(), state, true, Checksum.NONE, detail);
            }
            try {
                return UnlistedProgram.read(hashes, open(file), state, detail);
            } catch (ImageException e) { // it could be read before; nothing is said of what cannot be
                return new SignedProgram(hashes.path(), State.NOT_JUDGED, false, Checksum.NONE, e.problem());
            }
        }
    }

    /** A catalog that has a program's hash. */
    private record Match(Trust trust, String name) {
        /** That which is believed; else the first by name, whichever thread was first. */
        static Match better(Match one, Match other) {
            int order = one.trust.state().compareTo(other.trust.state());
            return order < 0 || (order == 0 && one.name.compareTo(other.name) <= 0) ? one : other;
        }
    }

    /**
     * Looks for the signatures of all programs of a Windows.
     *
     * @param tree the files of its volume
     * @param roots that are believed
     * @param now for signatures without a timestamp
     * @return what was found
     * @throws IOException if the storage cannot be read
     */
    public static ProgramSignatures of(FileTree tree, TrustedRoots roots, Instant now) throws IOException {
        return new Search(tree, roots, now).run();
    }

    /**
     * Counts programs.
     *
     * @param state of these
     * @return how many
     */
    public long count(State state) {
        return programs.stream().filter(program -> program.state() == state).count();
    }
}
