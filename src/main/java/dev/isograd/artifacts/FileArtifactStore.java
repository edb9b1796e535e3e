package dev.isograd.artifacts;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Keeps artifacts as files under one directory; a full or missing disk counts as an outage of the store. */
public final class FileArtifactStore implements ArtifactStore {

    private static final String TEMPORARY = ".put-";

    private final Path root;

    public FileArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void put(String key, Path file) {
        Path target = path(key);
        if (!Files.isReadable(file)) {
            throw new UncheckedIOException(new NoSuchFileException(file.toString()));
        }
        try {
            Files.createDirectories(target.getParent());
            // In the same directory, so that the link below cannot cross file systems.
            Path temporary = Files.createTempFile(target.getParent(), TEMPORARY, null);
            try {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                force(temporary, StandardOpenOption.WRITE);
                publish(temporary, target, key);
                forceFolders(target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot store " + key, failed);
        }
    }

    /** A hard link fails if the name is taken; a rename would silently replace what is there. */
    private static void publish(Path temporary, Path target, String key) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (UnsupportedOperationException noHardLinks) {
            Files.copy(temporary, target);
        } catch (FileAlreadyExistsException taken) {
            if (Files.mismatch(temporary, target) >= 0) {
                throw new ArtifactExists(key);
            }
        }
    }

    private static void force(Path file, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        }
    }

    /** After a power failure a file is there only if the folders on its way were written too. */
    private void forceFolders(Path target) throws IOException {
        if (!target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Elsewhere folders cannot be opened, and are written by themselves.
            return;
        }
        for (Path folder = target.getParent(); folder != null && folder.startsWith(root); folder = folder.getParent()) {
            force(folder, StandardOpenOption.READ);
        }
    }

    @Override
    public InputStream open(String key) {
        try {
            return Files.newInputStream(path(key));
        } catch (NoSuchFileException missing) {
            throw new ArtifactMissing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public boolean exists(String key) {
        return Files.isRegularFile(path(key));
    }

    @Override
    public long size(String key) {
        try {
            return Files.size(path(key));
        } catch (NoSuchFileException missing) {
            throw new ArtifactMissing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public void delete(String key) {
        remove(path(key));
    }

    @Override
    public Stream<StoredArtifact> list(String prefix) {
        Path folder =
                prefix.isEmpty() ? root : path(ArtifactKeys.checkPrefix(prefix).replaceAll("/$", ""));
        List<StoredArtifact> found = new ArrayList<>();
        walk(folder, (file, attributes) -> {
            String key = root.relativize(file).toString().replace(File.separatorChar, '/');
            if (ArtifactKeys.isKey(key)) {
                found.add(new StoredArtifact(
                        key, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
        });
        return found.stream();
    }

    /** Files have no links: the API passes them on. */
    @Override
    public Optional<URI> download(String key, Duration validFor, String fileName) {
        ArtifactKeys.check(key);
        return Optional.empty();
    }

    @Override
    public int sweepUploads(Instant before) {
        List<Path> left = new ArrayList<>();
        walk(root, (file, attributes) -> {
            if (file.getFileName().toString().startsWith(TEMPORARY)
                    && attributes.lastModifiedTime().toInstant().isBefore(before)) {
                left.add(file);
            }
        });
        left.forEach(FileArtifactStore::remove);
        return left.size();
    }

    private static void walk(Path folder, BiConsumer<Path, BasicFileAttributes> files) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.accept(file, attributes);
                    return FileVisitResult.CONTINUE;
                }

                /** What others delete meanwhile is not there; that is no failure. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                    if (failed instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failed;
                }
            });
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot list " + folder, failed);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot delete " + file, failed);
        }
    }

    private Path path(String key) {
        Path path = root.resolve(ArtifactKeys.check(key)).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("The key leaves the store");
        }
        return path;
    }
}
