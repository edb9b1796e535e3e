package dev.isograd.inference;

import java.nio.ByteBuffer;

/** An exported file, loaded again by the library of its format. */
interface ExportedNetwork extends AutoCloseable {

    /** The scores of pictures, of shape (count, classes). */
    float[] scores(ByteBuffer pictures, int count);

    @Override
    void close();
}
