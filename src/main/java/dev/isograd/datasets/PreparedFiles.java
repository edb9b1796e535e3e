package dev.isograd.datasets;

import java.io.IOException;
import java.io.InputStream;

/** The files of one data set, in a folder of this machine or in the artifact store. */
interface PreparedFiles extends AutoCloseable {

    Manifest manifest() throws IOException;

    /** Opens a file by the name in the manifest. */
    InputStream open(String file) throws IOException;

    /** Reads some bytes of a file; fewer if it ends before. */
    byte[] read(String file, long from, int length) throws IOException;

    @Override
    void close();
}
