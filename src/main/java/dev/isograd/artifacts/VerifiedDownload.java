package dev.isograd.artifacts;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Streams an object's bytes and verifies size and SHA-256 before it reports the end of the stream. */
final class VerifiedDownload extends InputStream {

    private final String key;
    private final ResponseInputStream<GetObjectResponse> body;
    private final long expectedBytes;
    private final @Nullable String expectedSha256;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;
    private boolean ended;

    VerifiedDownload(String key, ResponseInputStream<GetObjectResponse> body) {
        this.key = key;
        this.body = body;
        this.expectedBytes = body.response().contentLength();
        this.expectedSha256 = body.response().metadata().get(S3Requests.SHA256);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count;
        try {
            count = body.read(into, offset, length);
        } catch (SdkException failed) {
            throw new IOException("Cannot read the rest of " + key, failed);
        }
        if (count < 0) {
            verify();
            ended = true;
        } else {
            bytes += count;
            digest.update(into, offset, count);
        }
        return count;
    }

    private void verify() throws IOException {
        if (bytes != expectedBytes) {
            throw new IOException("%s ended after %d of %d bytes".formatted(key, bytes, expectedBytes));
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (expectedSha256 != null && !expectedSha256.equals(sha256)) {
            throw new ArtifactCorrupt(key, expectedSha256, sha256);
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            body.close();
        } else {
            // close() would read all remaining bytes to make the connection reusable; abort() drops the connection.
            body.abort();
        }
    }
}
