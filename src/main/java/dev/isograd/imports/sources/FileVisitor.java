package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;

/** Receives the files of a source, one after the other. */
@FunctionalInterface
public interface FileVisitor {

    /**
     * Reads a file, or a part of it.
     *
     * @param name its checked path, with slashes
     * @return whether the next file follows
     */
    boolean visit(String name, InputStream content) throws IOException;
}
