package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.ntfs.AppExecLink;
import dev.lifeboat.formats.ntfs.LinkNames;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.ObjectId;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.ReparseTag;
import dev.lifeboat.formats.ntfs.StandardInformation;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The extras of a file on NTFS. */
final class NtfsExtras {
    private NtfsExtras() {}

    static FileExtras of(NtfsFile file) throws IOException {
        StandardInformation information = file.information();
        return new FileExtras(
                FileTimes.time(information.changed()),
                reparse(file),
                extendedAttributes(file),
                file.objectId().map(ObjectId::id),
                file.directory() && information.caseSensitiveDirectory(),
                file.loggedStreams());
    }

    private static List<FileExtras.ExtendedAttribute> extendedAttributes(NtfsFile file) throws IOException {
        return file.extendedAttributes().stream()
                .map(attribute -> new FileExtras.ExtendedAttribute(
                        attribute.name(), ByteSource.of(attribute.name(), attribute.value())))
                .toList();
    }

    private static Optional<FileExtras.Reparse> reparse(NtfsFile file) throws IOException {
        Optional<ReparsePoint> found = file.reparsePoint();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ReparsePoint point = found.get();
        FileExtras.Reparse reparse = reparse(point);
        if (point.cloud() && !file.directory()) {
            reparse.properties().put("content", file.onlineOnly() ? "online-only" : "here");
        }
        return Optional.of(reparse);
    }

    /** What the reparse point itself says. */
    static FileExtras.Reparse reparse(ReparsePoint point) throws CorruptImageException {
        return new FileExtras.Reparse(
                point.tag(), ReparseTag.name(point.tag()).orElse(""), point.owner(), properties(point));
    }

    private static Map<String, String> properties(ReparsePoint point) throws CorruptImageException {
        Map<String, String> properties = new LinkedHashMap<>();
        if (point.names().isPresent()) {
            LinkNames names = point.names().get();
            properties.put("substitute", names.substitute());
            properties.put("print", names.print());
            if (point.tag() == ReparsePoint.SYMLINK) {
                properties.put("relative", String.valueOf(names.relative()));
            }
        } else if (!point.target().isEmpty()) {
            properties.put("target", point.target());
        }
        Optional<AppExecLink> app = point.appExecLink();
        if (app.isPresent()) {
            properties.put("package", app.get().packageId());
            properties.put("entryPoint", app.get().entryPoint());
            properties.put("executable", app.get().executable());
        }
        return properties;
    }
}
