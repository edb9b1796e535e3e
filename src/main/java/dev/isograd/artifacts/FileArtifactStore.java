package dev.isograd.artifacts;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
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
 * Stores artifacts as files in one directory; a full or missing disk counts as an outage of the store.
 *
 * <p>Symbolic links inside the directory are not followed. The directory itself may be one.
 *
 * <p>A marker file distinguishes the store from an empty directory at the same path, such as an unmounted mount point.
 */
public final class FileArtifactStore implements ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileArtifactStore.class);
    static final String TEMPORARY = ".put-";
    private static final String MARKER = ".isograd-artifacts";

    private final Path root;
    private final Path marker;
    private final LinkFreeFiles files;

    /**
     * Set once the marker exists. A marker that disappears later is not recreated, because the disk may be unmounted.
     */
    private volatile boolean marked;

    public FileArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.marker = this.root.resolve(MARKER);
        this.files = new LinkFreeFiles(this.root);
        try {
            mark();
        } catch (IOException unavailable) {
            LOG.warn("The artifact store {} is unavailable; every call will retry: {}", root, unavailable.toString());
        }
    }

    private void mark() throws IOException {
        Files.createDirectories(root);
        try {
            Files.createFile(marker);
            forceFolders(marker);
        } catch (FileAlreadyExistsException markedEarlier) {
            // An earlier run created the marker.
        }
        marked = true;
    }

    void requireStore() throws IOException {
        if (!marked) {
            mark();
        }
        if (!Files.exists(marker)) {
            throw new NoSuchFileException(
                    marker.toString(), null, "the folder no longer holds the artifact store; is its disk mounted?");
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
            files.requireNone(target);
            Path temporary = LinkFreeFiles.newFileBeside(target, TEMPORARY);
            try {
                write(file, temporary);
                force(temporary, StandardOpenOption.WRITE);
                publish(temporary, target, key);
                forceFolders(target);
            } finally {
                // A concurrent delete may have removed the target, so this may be the last file in its folder.
                remove(temporary);
            }
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot store " + key, failed);
        }
    }

    /** Never removes the temporary file, because a concurrent delete would take its folder. */
    private static void write(Path file, Path temporary) throws IOException {
        try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.WRITE)) {
            Files.copy(file, out);
        }
    }

    /**
     * Uses a hard link because it fails if the name is taken, while a rename would silently replace the existing file.
     */
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

    static void force(Path file, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        }
    }

    /**
     * Flushes the folders above a file: without that, a power failure can lose the entry of a file that was flushed.
     */
    void forceFolders(Path target) throws IOException {
        if (!target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Without POSIX attributes, folders cannot be opened; the file system flushes them itself.
            return;
        }
        for (Path folder = target.getParent(); folder != null && folder.startsWith(root); folder = folder.getParent()) {
            force(folder, StandardOpenOption.READ);
        }
    }

    @Override
    public InputStream open(String key) {
        try {
            return files.open(path(key));
        } catch (NoSuchFileException missing) {
            throw missing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public byte[] read(String key, long from, int length) {
        try (InputStream in = open(key)) {
            return in.skip(from) < from ? new byte[0] : in.readNBytes(length);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public boolean exists(String key) {
        try {
            attributes(key);
            return true;
        } catch (ArtifactMissing missing) {
            return false;
        }
    }

    /** Reports a missing key only if the store itself is there; otherwise the store counts as unavailable. */
    ArtifactMissing missing(String key) {
        requireStoreFor("Cannot read " + key);
        return new ArtifactMissing(key);
    }

    private void requireStoreFor(String purpose) {
        try {
            requireStore();
        } catch (IOException unavailable) {
            throw new ArtifactStoreUnavailable(purpose, unavailable);
        }
    }

    @Override
    public long size(String key) {
        return attributes(key).size();
    }

    @Override
    public Optional<String> fingerprint(String key) {
        BasicFileAttributes file = attributes(key);
        return Optional.of("%s %s %d ".formatted(file.fileKey(), file.lastModifiedTime(), file.size()));
    }

    private BasicFileAttributes attributes(String key) {
        try {
            return files.attributes(path(key));
        } catch (NoSuchFileException missing) {
            throw missing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    @Override
    public void delete(String key) {
        Path file = path(key);
        try {
            requireStore();
            files.requireNone(file.getParent());
        } catch (IOException unavailable) {
            throw new ArtifactStoreUnavailable("Cannot delete " + key, unavailable);
        }
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

    /** Returns empty, since local files have no download links; the API serves the bytes. */
    @Override
    public Optional<URI> download(String key, Duration validFor, String fileName) {
        ArtifactKeys.check(key);
        return Optional.empty();
    }

    @Override
    public int sweepUploads(Instant before) {
        List<Path> abandoned = new ArrayList<>();
        walk(root, (file, attributes) -> {
            if (file.getFileName().toString().startsWith(TEMPORARY)
                    && attributes.lastModifiedTime().toInstant().isBefore(before)) {
                abandoned.add(file);
            }
        });
        abandoned.forEach(this::remove);
        return abandoned.size();
    }

    private void walk(Path folder, BiConsumer<Path, BasicFileAttributes> visitor) {
        requireStoreFor("Cannot list " + folder);
        try {
            files.visit(folder, visitor);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot list " + folder, failed);
        }
    }

    private void remove(Path file) {
        try {
            files.remove(file);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot delete " + file, failed);
        }
    }

    Path root() {
        return root;
    }

    /** @throws IOException if the way to the key leads through a link */
    Path linkFree(String key) throws IOException {
        Path path = path(key);
        files.requireNone(path);
        return path;
    }

    private Path path(String key) {
        Path path = root.resolve(ArtifactKeys.check(key)).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("The key points outside the store");
        }
        return path;
    }
}
