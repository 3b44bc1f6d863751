package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads every byte, and asks whether it is as it was when it was sealed. */
public final class ContentCheck implements Check<SealSubject> {
    @Override
    public String question() {
        return "Can every byte be read, and is it as it was when it was sealed?";
    }

    @Override
    public List<Rule> rules() {
        return SealRules.ofContent();
    }

    @Override
    public void run(SealSubject subject, Consumer<Finding> findings) throws IOException {
        Map<SetFile, Standing> sealed = sealed(subject);
        List<FileContent> contents = new ArrayList<>();
        boolean unreadable = false;
        try (ChunkReading reading = new ChunkReading()) {
            for (SetFile file : subject.files().files()) {
                Optional<FileContent> content = content(subject, file, sealed, findings);
                content.ifPresent(contents::add);
                content.ifPresent(reading::add);
                unreadable |= content.isEmpty();
            }
            reading.run(subject.read());
        }
        long bytes = 0;
        boolean allRead = !unreadable;
        boolean same = !sealed.isEmpty();
        for (FileContent content : contents) {
            bytes += content.size();
            allRead &= content.unreadableChunks() == 0;
            same &= content.compared() && content.differentChunks() == 0;
            subject.sums().found(content);
            report(content, Optional.ofNullable(sealed.get(content.file())), findings, subject);
        }
        Optional<Seal> seal = subject.seal().seal();
        String size = Words.count(contents.size(), "file", "files") + String.format(Locale.ROOT, ", %,d bytes", bytes);
        boolean complete =
                seal.isPresent() && contents.size() == seal.get().files().size();
        if (allRead && same && complete) {
            findings.accept(SealRules.MATCHES.at(
                    subject.files().folder().toString(),
                    size + ", as at " + Words.date(seal.get().sealed())));
        } else if (allRead) {
            findings.accept(SealRules.READ.at(subject.files().folder().toString(), size));
        }
    }

    /** The files whose bytes can be compared. */
    private static Map<SetFile, Standing> sealed(SealSubject subject) {
        Map<SetFile, Standing> sealed = new HashMap<>();
        Optional<Seal> seal = subject.seal().seal();
        if (seal.isPresent() && Standing.foreign(seal.get(), subject.location()).isEmpty()) {
            for (Standing one : Standing.of(seal.get(), subject.files())) {
                if (one.comparable()) {
                    sealed.put(one.file().orElseThrow(), one);
                }
            }
        }
        return sealed;
    }

    /** Empty if the file cannot be opened, which is said. */
    private static Optional<FileContent> content(
            SealSubject subject, SetFile file, Map<SetFile, Standing> sealed, Consumer<Finding> findings) {
        long size;
        try (FileSource source = FileSource.open(file.path())) {
            size = source.size();
        } catch (IOException e) {
            findings.accept(SealRules.UNREADABLE.at(file.name(), "cannot be opened: " + e));
            sealed.remove(file);
            return Optional.empty();
        }
        Optional<SealReader> reader = subject.seal().reader().filter(r -> sealed.containsKey(file));
        int index = reader.isPresent() ? sealed.get(file).index() : 0;
        try {
            if (reader.isPresent()) {
                reader.get().check(index);
            }
        } catch (IOException e) {
            String problem = e instanceof ImageException image ? image.problem() : String.valueOf(e);
            findings.accept(SealRules.NOT_COMPARED.at(file.name(), problem));
            sealed.remove(file);
            reader = Optional.empty();
        }
        return Optional.of(
                new FileContent(file, size, reader, index, subject.sums().algorithms(file)));
    }

    private static void report(
            FileContent content, Optional<Standing> sealed, Consumer<Finding> findings, SealSubject subject) {
        String name = content.file().name();
        long chunks = Seal.chunksOf(content.size());
        if (content.unreadableChunks() > 0) {
            Spans spans = content.unreadable();
            findings.accept(SealRules.UNREADABLE.at(
                    name,
                    parts(content.unreadableChunks(), chunks) + " not handed over, " + Words.places(spans)
                            + owners(content, spans)
                                    .map(owners -> ": " + Words.names(owners))
                                    .orElse("") + "; "
                            + content.problem()));
        }
        if (content.differentChunks() == 0) {
            return;
        }
        Spans spans = content.different();
        String date = Words.date(subject.seal().seal().orElseThrow().sealed());
        String what = parts(content.differentChunks(), chunks) + " not as at " + date + ", when it was sealed, "
                + Words.places(spans);
        if (sealed.filter(one -> one.kind() == Standing.Kind.PERHAPS_WRITTEN).isPresent()) {
            boolean shared = subject.seal().seal().orElseThrow().isShared(name);
            findings.accept((shared ? SealRules.SHARED_WRITTEN : SealRules.WRITTEN_OR_DAMAGED).at(name, what));
            return;
        }
        Optional<Owners> owners = owners(content, spans);
        boolean free =
                owners.isPresent() && owners.get().all().stream().allMatch(owner -> owner.kind() == OwnerKind.FREE);
        findings.accept((free ? SealRules.DAMAGED_FREE : SealRules.DAMAGED)
                .at(name, what + owners.map(all -> ": " + Words.names(all)).orElse("")));
        owners.ifPresent(all -> report(name, all, findings));
    }

    private static String parts(long some, long all) {
        return Words.count(some, "part", "parts")
                + String.format(Locale.ROOT, " of %,d (1 MiB each)", all)
                + (some == 1 ? " is" : " are");
    }

    private static void report(String name, Owners owners, Consumer<Finding> findings) {
        for (Owner owner : owners.all()) {
            if (owner.kind() != OwnerKind.FREE) {
                findings.accept(SealRules.of(owner.kind())
                        .at(
                                owner.where(),
                                Words.count(owner.bytes(), "byte of it lies", "bytes of it lie") + " there"));
            }
        }
        for (OwnerKind kind : OwnerKind.values()) {
            if (owners.omitted(kind) > 0) {
                findings.accept(
                        SealRules.of(kind).at(name, String.format(Locale.ROOT, "and %,d more", owners.omitted(kind))));
            }
        }
    }

    /** Empty for a file that is no disk. */
    private static Optional<Owners> owners(FileContent content, Spans spans) {
        if (!content.file().image()) {
            return Optional.empty();
        }
        try (FileSource file = FileSource.open(content.path())) {
            if (Container.of(file) == Container.WIM) {
                return Optional.empty();
            }
        } catch (IOException e) {
            // of an image whose beginning cannot be read nothing else can be, which is said
        }
        return Optional.of(ImageOwners.of(content.path(), spans, Owners.USUAL));
    }
}
