package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.FileDetails;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A file on its way: made, and filled in whatever thread. It gets its times last, so that they tell that it is complete. */
final class FileCopy implements Pipeline.Work {
    private final NewFile file;
    private final ByteSource content;
    private final FileDetails details;
    private final Optional<Integer> attributes;
    private final LongConsumer progress;
    private String attributesProblem;
    private String timesProblem;

    /**
     * @param attributes bits to be set, if any are wanted
     */
    FileCopy(
            NewFile file,
            ByteSource content,
            FileDetails details,
            Optional<Integer> attributes,
            LongConsumer progress) {
        this.file = file;
        this.content = content;
        this.details = details;
        this.attributes = attributes;
        this.progress = progress;
    }

    @Override
    public void run() throws IOException {
        try {
            file.fill(content, progress);
            attributesProblem = attributes
                    .flatMap(bits -> DosAttributes.set(file.path(), bits))
                    .orElse(null);
            setTimes();
            file.complete();
        } finally {
            file.discard(); // there is nothing to discard when all went well
        }
    }

    private void setTimes() {
        try {
            FileTimes.set(file.path(), details);
        } catch (IOException e) {
            timesProblem = HostErrors.text(e);
        }
    }

    /** Tells what could not be set, when it is done. */
    void tell(Told told, String path) {
        if (attributesProblem != null) {
            told.problem(Problem.Kind.ATTRIBUTES, path, file.path(), attributesProblem);
        }
        if (timesProblem != null) {
            told.problem(Problem.Kind.TIMES, path, file.path(), timesProblem);
        }
    }
}
