package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;

/** A tar that lies in a source as one of several parts of a data set. */
public final class Shard {

    private Shard() {}

    /** Visits the files of a tar that is read as a stream. */
    public static void each(String name, InputStream tar, Intake intake, FileVisitor visitor) throws IOException {
        Intake reading = intake.again();
        // Unpacked bytes are counted by the content itself; the tar within is as long as it is.
        TarSource.read(name, new TarStream(tar, name, () -> Long.MAX_VALUE, reading), reading, visitor);
    }
}
