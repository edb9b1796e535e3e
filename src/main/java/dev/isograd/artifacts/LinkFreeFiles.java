package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and removes files below a folder, and follows no symbolic link on the way to them; the folder itself may be one.
 *
 * <p>A link could lead to any file that the service may read, such as its keys.
 */
record LinkFreeFiles(Path root) {

    /** Retries are needed because a concurrent delete of a folder's last file also removes the folder. */
    private static final int MAX_RETRIES = 100;

    InputStream open(Path file) throws IOException {
        attributes(file);
        return Channels.newInputStream(channel(file));
    }

    /** Opens each folder relative to the one before, so that a link that appears in the meantime is not followed either. */
    private SeekableByteChannel channel(Path file) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (top instanceof SecureDirectoryStream<Path> folder) {
                return channel(folder, root.relativize(file));
            }
        }
        // Windows cannot open a file relative to a folder. The links on the way were checked before.
        return Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static SeekableByteChannel channel(SecureDirectoryStream<Path> folder, Path rest) throws IOException {
        if (rest.getNameCount() == 1) {
            return folder.newByteChannel(rest, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        try (SecureDirectoryStream<Path> next = folder.newDirectoryStream(rest.getName(0), LinkOption.NOFOLLOW_LINKS)) {
            return channel(next, rest.subpath(1, rest.getNameCount()));
        }
    }

    /** @throws IOException also if there is something else than a file */
    BasicFileAttributes attributes(Path file) throws IOException {
        requireNone(file);
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        return attributes;
    }

    /** Visits all files below a folder. */
    void visit(Path folder, BiConsumer<Path, BasicFileAttributes> visitor) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    visitor.accept(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            /** Skips files that another thread deleted during the walk. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }
        });
    }

    /**
     * Creates a temporary file in the directory of a target. A hard link then stays on one file system, and the
     * directory cannot be deleted while the temporary file is in it.
     */
    static Path newFileBeside(Path target, String prefix) throws IOException {
        for (int left = MAX_RETRIES; ; left--) {
            try {
                Files.createDirectories(target.getParent());
                return Files.createTempFile(target.getParent(), prefix, null);
            } catch (NoSuchFileException | FileAlreadyExistsException folderDeleted) {
                if (left == 0) {
                    throw folderDeleted;
                }
            }
        }
    }

    /** Removes a file, if it exists, and the folders above it that become empty. */
    void remove(Path file) throws IOException {
        if (!Files.deleteIfExists(file)) {
            return;
        }
        try {
            for (Path folder = file.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException inUse) {
            // The folders above contain this one, so they are not empty either.
        }
    }

    /** @throws IOException if the file, or a folder on the way to it, is a link */
    void requireNone(@Nullable Path file) throws IOException {
        for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                throw new FileSystemException(part.toString(), null, "is a symbolic link, which is not followed");
            }
        }
    }
}
