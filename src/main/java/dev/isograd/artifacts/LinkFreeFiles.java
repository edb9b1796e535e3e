package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
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
 * Reads files below a folder and follows no symbolic link on the way to them; the folder itself may be one.
 *
 * <p>A link could lead to any file that the service may read, such as its keys.
 */
record LinkFreeFiles(Path root) {

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

    /** @throws IOException if the file, or a folder on the way to it, is a link */
    void requireNone(@Nullable Path file) throws IOException {
        for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                throw new FileSystemException(part.toString(), null, "is a symbolic link, which is not followed");
            }
        }
    }
}
