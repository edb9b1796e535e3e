package dev.isograd.artifacts;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps artifacts as files under one directory; a full or missing disk counts as an outage of the store.
 *
 * <p>A marker tells the directory from an empty one that stands in its place, such as a mount point whose disk has gone.
 */
public final class FileArtifactStore implements ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileArtifactStore.class);

    private static final String TEMPORARY = ".put-";
    private static final String MARKER = ".isograd-artifacts";

    /** Whoever deletes the last file of a folder takes the folder too, perhaps from under a new file. */
    private static final int TRIES = 100;

    private final Path root;
    private final Path marker;

    /** Once there was a marker, none is made again. */
    private volatile boolean marked;

    public FileArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.marker = this.root.resolve(MARKER);
        try {
            mark();
        } catch (IOException notYet) {
            LOG.warn(
                    "The artifact store {} cannot be used for now; each call tries again: {}", root, notYet.toString());
        }
    }

    private void mark() throws IOException {
        Files.createDirectories(root);
        try {
            Files.createFile(marker);
            forceFolders(marker);
        } catch (FileAlreadyExistsException fromEarlier) {
            // A store is marked once in its life.
        }
        marked = true;
    }

    private void requireStore() throws IOException {
        if (!marked) {
            mark();
        }
        if (!Files.exists(marker)) {
            throw new NoSuchFileException(
                    marker.toString(), null, "the folder is not the store that it was; is its disk mounted?");
        }
    }

    @Override
    public void put(String key, Path file) {
        Path target = path(key);
        if (!Files.isReadable(file)) {
            throw new UncheckedIOException(new NoSuchFileException(file.toString()));
        }
        try {
            requireStore();
            Path temporary = temporaryBeside(target);
            try {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                force(temporary, StandardOpenOption.WRITE);
                publish(temporary, target, key);
                forceFolders(target);
            } finally {
                // The file itself may be deleted by now, and this the last one of its folder.
                remove(temporary);
            }
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot store " + key, failed);
        }
    }

    /** In the same directory, so that a link cannot cross file systems; the directory stays as long as it is there. */
    private static Path temporaryBeside(Path target) throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                Files.createDirectories(target.getParent());
                return Files.createTempFile(target.getParent(), TEMPORARY, null);
            } catch (NoSuchFileException | FileAlreadyExistsException folderTaken) {
                if (left == 0) {
                    throw folderTaken;
                }
            }
        }
    }

    /** A hard link fails if the name is taken; a rename would silently replace what is there. */
    private static void publish(Path temporary, Path target, String key) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (UnsupportedOperationException noHardLinks) {
            Files.copy(temporary, target);
            force(target, StandardOpenOption.WRITE);
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
            throw missing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public boolean exists(String key) {
        if (Files.isRegularFile(path(key))) {
            return true;
        }
        requireStoreFor("Cannot look for " + key);
        return false;
    }

    /** What is not there is missing only if the store itself is there. */
    private ArtifactMissing missing(String key) {
        requireStoreFor("Cannot read " + key);
        return new ArtifactMissing(key);
    }

    private void requireStoreFor(String purpose) {
        try {
            requireStore();
        } catch (IOException elsewhere) {
            throw new ArtifactStoreUnavailable(purpose, elsewhere);
        }
    }

    @Override
    public long size(String key) {
        try {
            return Files.size(path(key));
        } catch (NoSuchFileException missing) {
            throw missing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public void delete(String key) {
        Path file = path(key);
        requireStoreFor("Cannot delete " + key);
        remove(file);
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
        left.forEach(this::remove);
        return left.size();
    }

    private void walk(Path folder, BiConsumer<Path, BasicFileAttributes> files) {
        requireStoreFor("Cannot list " + folder);
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

    private void remove(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                removeEmptyFoldersAbove(file);
            }
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot delete " + file, failed);
        }
    }

    /** Up to the root; somebody's link to another disk is no folder of ours. */
    private void removeEmptyFoldersAbove(Path file) throws IOException {
        try {
            for (Path folder = file.getParent();
                    folder != null && !folder.equals(root) && !Files.isSymbolicLink(folder);
                    folder = folder.getParent()) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException inUse) {
            // The folders above it are then no emptier.
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
