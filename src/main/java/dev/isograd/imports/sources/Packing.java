package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;

/** How a file is packed as a whole. */
@FunctionalInterface
public interface Packing {

    InputStream unpacked(InputStream packed) throws IOException;
}
