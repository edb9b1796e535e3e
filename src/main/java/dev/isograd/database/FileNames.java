package dev.isograd.database;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether Java can name a directory.
 *
 * <p>Java encodes file names as the locale says. In the locale {@code C}, it replaces all characters beyond ASCII, and so
 * would silently use another directory.
 */
final class FileNames {

    private static final char REPLACEMENT = '\uFFFD';
    private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");

    private FileNames() {}

    /** @throws DataDirectoryUnusable if files in the directory would end up elsewhere */
    static void requireNameable(@Nullable String directory) {
        String encoding =
                System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
        if (directory != null && !isEncodable(directory, encoding)) {
            throw unusable("The name of the data directory", directory, encoding);
        }
        if ((directory == null || !Path.of(directory).isAbsolute()) && !isWorkingDirectoryKnown()) {
            throw unusable("The name of the working directory", System.getProperty("user.dir"), encoding);
        }
    }

    private static boolean isEncodable(String name, String encoding) {
        return name.indexOf(REPLACEMENT) < 0
                && Charset.forName(encoding).newEncoder().canEncode(name);
    }

    private static boolean isWorkingDirectoryKnown() {
        try {
            Path known = Path.of(System.getProperty("user.dir"));
            return Files.exists(WORKING_DIRECTORY)
                    ? Files.isSameFile(known, WORKING_DIRECTORY)
                    : Files.isDirectory(known);
        } catch (IOException | InvalidPathException elsewhere) {
            return false;
        }
    }

    private static DataDirectoryUnusable unusable(String what, String name, String encoding) {
        return new DataDirectoryUnusable(
                "%s, %s, has characters that cannot be encoded in %s, the encoding of file names of this locale. Start Isograd with LC_ALL=C.UTF-8, or use a directory with an ASCII name."
                        .formatted(what, name, encoding));
    }
}
