package dev.isograd.artifacts;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A file to upload, with its size and SHA-256. */
record LocalFile(Path path, long bytes, String sha256) {

    static LocalFile of(Path path) {
        try {
            return new LocalFile(path, Files.size(path), Digests.of(path));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + path, failed);
        }
    }

    RequestBody body(long offset, long length) {
        return body(path, offset, length);
    }

    /** Returns a byte range of a file as a request body, which the SDK can send again. */
    static RequestBody body(Path path, long offset, long length) {
        ContentStreamProvider provider =
                ContentStreamProvider.fromInputStreamSupplier(() -> Slice.open(path, offset, length));
        return RequestBody.fromContentProvider(provider, length, "application/octet-stream");
    }

    /** Reads a byte range of a file; a retried part reads its range from disk again, so no copy is held in memory. */
    private static final class Slice extends InputStream {

        private final InputStream file;
        private long left;

        private Slice(InputStream file, long left) {
            this.file = file;
            this.left = left;
        }

        static InputStream open(Path path, long offset, long length) {
            try {
                InputStream file = Files.newInputStream(path);
                try {
                    file.skipNBytes(offset);
                    return new Slice(file, length);
                } catch (IOException failed) {
                    file.close();
                    throw failed;
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("Cannot read " + path, failed);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = file.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
