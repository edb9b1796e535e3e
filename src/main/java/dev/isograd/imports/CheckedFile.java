package dev.isograd.imports;

import dev.isograd.Digests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file of the prepared data set whose digest is computed while it is written. */
final class CheckedFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final String name;
    private final OutputStream out;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;

    CheckedFile(Path folder, String name) throws IOException {
        this.name = name;
        this.out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), BUFFER);
    }

    void write(byte[] content) throws IOException {
        out.write(content);
        digest.update(content);
        bytes += content.length;
    }

    /** Ends the file. */
    PreparedManifest.DataFile finish() throws IOException {
        out.close();
        return new PreparedManifest.DataFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
