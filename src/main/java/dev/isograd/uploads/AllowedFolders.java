package dev.isograd.uploads;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** The folders of this machine from which the operator allows imports. */
@Component
class AllowedFolders {

    private final ImportSourceProperties settings;

    AllowedFolders(ImportSourceProperties settings) {
        this.settings = settings;
    }

    /**
     * Checks the path alone: the files are on the disks of the workers.
     *
     * @throws SourceProblem if the path is not below one of the folders
     */
    void check(ImportSource.Folder source) {
        if (settings.folders().isEmpty()) {
            throw SourceProblem.folder(
                    "cannot be used: this service does not import from folders; its operator can list some in"
                            + " isograd.imports.folders");
        }
        if (below(source.path()).isEmpty()) {
            throw SourceProblem.folder("must be a path below one of the folders that the operator allowed");
        }
    }

    /** A path and the allowed folder that it is in. */
    private record Place(Path folder, Path path) {}

    /** Returns the first place that exists, or else the first that could. A relative path may be in any of the folders. */
    private Optional<Place> below(String path) {
        Optional<Place> first = Optional.empty();
        for (Path folder : settings.folders()) {
            Optional<Place> place = in(folder, path);
            if (place.isPresent() && Files.exists(place.get().path())) {
                return place;
            }
            first = first.or(() -> place);
        }
        return first;
    }

    private static Optional<Place> in(Path folder, String path) {
        try {
            Path resolved = folder.resolve(path).normalize();
            boolean isBelow = !path.isBlank() && resolved.startsWith(folder) && !resolved.equals(folder);
            return isBelow ? Optional.of(new Place(folder, resolved)) : Optional.empty();
        } catch (InvalidPathException impossible) {
            return Optional.empty();
        }
    }

    LocalSource find(ImportSource.Folder source, BooleanSupplier shouldStop) {
        Place place = below(source.path())
                .orElseThrow(() -> unusable(source, "is not below a folder of isograd.imports.folders on this worker"));
        try {
            Path inside = place.folder().toRealPath();
            Path real = place.path().toRealPath();
            if (!real.startsWith(inside)) {
                throw unusable(source, "leads out of its folder through a link");
            }
            String name = String.valueOf(place.path().getFileName());
            return new LocalSource(real, name, bytes(source, real, inside, shouldStop));
        } catch (IOException missing) {
            throw unusable(source, "does not exist on this worker or cannot be read");
        }
    }

    /** Adds up the files, and refuses links that lead out of the allowed folder. */
    private static long bytes(ImportSource.Folder source, Path path, Path inside, BooleanSupplier shouldStop)
            throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (shouldStop.getAsBoolean()) {
                    throw new CancellationException("The search of the folder was stopped");
                }
                if (attributes.isSymbolicLink() && !leadsInto(file, inside)) {
                    throw unusable(
                            source, "contains the link %s, which leads out of it".formatted(path.relativize(file)));
                }
                bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    private static boolean leadsInto(Path link, Path folder) {
        try {
            return link.toRealPath().startsWith(folder);
        } catch (IOException dangling) {
            return false;
        }
    }

    private static SourceUnusable unusable(ImportSource.Folder source, String why) {
        return new SourceUnusable("The folder %s %s.".formatted(source.path(), why));
    }
}
