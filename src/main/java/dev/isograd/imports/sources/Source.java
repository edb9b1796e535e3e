package dev.isograd.imports.sources;

import dev.isograd.imports.ImportLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The files that a user brought, in an archive, in a folder or alone. Hidden files are left out. */
public interface Source {

    /** Visits each file; every time in the same order. */
    void each(FileVisitor visitor) throws IOException;

    /** What the user calls the source. */
    String name();

    /** The limits and the time of the import. */
    Intake intake();

    /** The file itself, if it lies unpacked on the disk, so that it need not be copied. */
    default Optional<Path> plainFile(String file) {
        return Optional.empty();
    }

    default ImportLimits limits() {
        return intake().limits();
    }

    /**
     * Recognizes an archive by its content.
     *
     * @throws BadSource if it is no file, no folder or an archive of another kind
     */
    static Source of(Path path, String name, Intake intake) throws IOException {
        return SourceKinds.open(path, name, intake);
    }
}
