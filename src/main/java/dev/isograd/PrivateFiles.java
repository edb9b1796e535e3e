package dev.isograd;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and directories that only their owner can access. */
public final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** Creates a directory and its parents; existing directories keep their permissions. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, rights("rwx------"));
    }

    /** Restricts a directory, if it exists, to its owner. */
    public static void restrict(Path directory) throws IOException {
        if (POSIX && Files.isDirectory(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Writes a file atomically, and sets its permissions before it has any content. */
    public static void write(Path file, String content) {
        try {
            Path temporary =
                    Files.createTempFile(file.toAbsolutePath().getParent(), ".private-", null, rights("rw-------"));
            if (!POSIX) {
                restrictToOwner(temporary.toFile());
            }
            Files.writeString(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write " + file, failed);
        }
    }

    private static FileAttribute<?>[] rights(String posix) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))}
                : new FileAttribute<?>[0];
    }

    private static void restrictToOwner(File file) throws IOException {
        if (!file.setReadable(false, false) || !file.setReadable(true, true)) {
            throw new IOException("Cannot restrict " + file + " to its owner");
        }
    }
}
