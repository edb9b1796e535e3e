package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Keeps artifacts as files under one directory; a key appears whole or not at all. */
public final class FileArtifactStore implements ArtifactStore {

    private final Path root;

    public FileArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void put(String key, Path file) {
        Path target = path(key);
        try {
            Files.createDirectories(target.getParent());
            // In the same directory, so that the link below cannot cross file systems.
            Path temporary = Files.createTempFile(target.getParent(), ".put-", null);
            try {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                force(temporary);
                publish(temporary, target, key);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot store " + key, failed);
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

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public InputStream open(String key) {
        try {
            return Files.newInputStream(path(key));
        } catch (NoSuchFileException missing) {
            throw new ArtifactMissing(key);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + key, failed);
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
            throw new UncheckedIOException("Cannot read " + key, failed);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot delete " + key, failed);
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
