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
        ContentStreamProvider provider = ContentStreamProvider.fromInputStreamSupplier(() -> slice(offset, length));
        return RequestBody.fromContentProvider(provider, length, "application/octet-stream");
    }

    private InputStream slice(long offset, long length) {
        return FileSlice.open(path, offset, length);
    }
}
