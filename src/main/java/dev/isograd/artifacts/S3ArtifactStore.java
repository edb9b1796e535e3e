package dev.isograd.artifacts;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;

/**
 * Stores artifacts as objects in one bucket, with the SHA-256 as metadata because an ETag need not be a content hash.
 */
final class S3ArtifactStore implements ArtifactStore, AutoCloseable {

    /** Number of times a put is tried if another writer interferes. */
    private static final int MAX_PUT_TRIES = 3;

    private static final int END_BEFORE_RANGE = 416;

    private final S3Client client;
    private final S3Client withoutChecksums;
    private final S3Presigner presigner;
    private final boolean downloadLinks;
    private final S3Requests requests;
    private final S3Upload upload;
    private final ConditionalWrites conditionalWrites;

    S3ArtifactStore(S3Properties settings, AwsCredentialsProvider credentials) {
        this.client = S3Clients.client(settings, credentials);
        this.withoutChecksums = S3Clients.withoutChecksums(settings, credentials);
        this.presigner = S3Clients.presigner(settings, credentials);
        this.downloadLinks = settings.downloadLinks();
        this.requests = new S3Requests(settings);
        this.upload = new S3Upload(client, requests, settings);
        this.conditionalWrites = new ConditionalWrites(client, requests);
    }

    /** @param incoming folder for parts on their way to the store; it has no other use */
    S3Parts parts(Path incoming) {
        return new S3Parts(this, withoutChecksums, requests, downloadLinks ? presigner : null, incoming);
    }

    /** Writes and deletes one small object; throws the SDK's own exceptions, which {@link S3StartCheck} examines. */
    void probe() {
        conditionalWrites.supported();
    }

    @Override
    public void put(String key, Path file) {
        String object = object(key);
        LocalFile local = LocalFile.of(file);
        try {
            for (int tries = 1; !isStored(key, object, local); tries++) {
                if (isSent(object, local, tries == MAX_PUT_TRIES)) {
                    return;
                }
            }
        } catch (SdkException failure) {
            throw S3Failures.of("store " + key, failure);
        }
    }

    private boolean isSent(String object, LocalFile local, boolean lastTry) {
        try {
            upload.send(object, local, conditionalWrites.supported());
            return true;
        } catch (S3Exception refused) {
            if (S3Failures.isConflict(refused) && !lastTry) {
                return false;
            }
            throw refused;
        }
    }

    private boolean isStored(String key, String object, LocalFile local) {
        Optional<HeadObjectResponse> present = head(object);
        if (present.isEmpty()) {
            return false;
        }
        if (present.get().contentLength() != local.bytes() || !local.sha256().equals(sha256(key, present.get()))) {
            throw new ArtifactExists(key);
        }
        return true;
    }

    /**
     * Hashes the object itself if it lacks the metadata, for example because a tool copied a folder into the bucket.
     */
    private String sha256(String key, HeadObjectResponse present) {
        String recorded = present.metadata().get(S3Requests.SHA256);
        if (recorded != null) {
            return recorded;
        }
        try (DigestInputStream in = new DigestInputStream(open(key), Digests.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read %s to compare it".formatted(key), failed);
        }
    }

    @Override
    public InputStream open(String key) {
        String object = object(key);
        return call("read " + key, () -> {
            try {
                return new VerifiedDownload(
                        key, client.getObject(it -> it.bucket(requests.bucket()).key(object)));
            } catch (NoSuchKeyException missing) {
                throw new ArtifactMissing(key);
            }
        });
    }

    @Override
    public byte[] read(String key, long from, int length) {
        if (length == 0) {
            return new byte[0];
        }
        String object = object(key);
        String range = "bytes=%d-%d".formatted(from, from + length - 1);
        return call("read " + key, () -> {
            try {
                return client.getObjectAsBytes(
                                it -> it.bucket(requests.bucket()).key(object).range(range))
                        .asByteArray();
            } catch (NoSuchKeyException missing) {
                throw new ArtifactMissing(key);
            } catch (S3Exception refused) {
                if (refused.statusCode() == END_BEFORE_RANGE) {
                    return new byte[0];
                }
                throw refused;
            }
        });
    }

    @Override
    public boolean exists(String key) {
        return find(key).isPresent();
    }

    @Override
    public long size(String key) {
        return find(key).orElseThrow(() -> new ArtifactMissing(key)).contentLength();
    }

    /** Returns empty, since {@link VerifiedDownload} compares the bytes with their digest. */
    @Override
    public Optional<String> fingerprint(String key) {
        return Optional.empty();
    }

    /**
     * Also requests the bucket, because a HEAD response has no body and so cannot tell a missing bucket from a missing
     * key.
     */
    private Optional<HeadObjectResponse> find(String key) {
        String object = object(key);
        return call("look up " + key, () -> {
            Optional<HeadObjectResponse> present = head(object);
            if (present.isEmpty()) {
                client.headBucket(it -> it.bucket(requests.bucket()));
            }
            return present;
        });
    }

    private Optional<HeadObjectResponse> head(String object) {
        try {
            return Optional.of(
                    client.headObject(it -> it.bucket(requests.bucket()).key(object)));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String key) {
        String object = object(key);
        call(
                "delete " + key,
                () -> client.deleteObject(it -> it.bucket(requests.bucket()).key(object)));
    }

    @Override
    public Stream<StoredArtifact> list(String prefix) {
        String objects = requests.object(ArtifactKeys.checkPrefix(prefix));
        return Stream.iterate(
                        Optional.of(page(objects, null)),
                        Optional::isPresent,
                        page -> page.flatMap(it -> next(objects, it)))
                .flatMap(Optional::stream)
                .flatMap(page -> page.contents().stream())
                .map(it -> new StoredArtifact(requests.key(it.key()), it.size(), it.lastModified()))
                .filter(it -> ArtifactKeys.isKey(it.key()));
    }

    private ListObjectsV2Response page(String objects, @Nullable String token) {
        return call(
                "list " + objects,
                () -> client.listObjectsV2(
                        it -> it.bucket(requests.bucket()).prefix(objects).continuationToken(token)));
    }

    private Optional<ListObjectsV2Response> next(String objects, ListObjectsV2Response page) {
        return page.isTruncated() ? Optional.of(page(objects, page.nextContinuationToken())) : Optional.empty();
    }

    @Override
    public Optional<URI> download(String key, Duration validFor, String fileName) {
        String object = object(key);
        if (!downloadLinks) {
            return Optional.empty();
        }
        // Overrides the stored content type, so that a browser never renders an artifact as a page.
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(requests.bucket())
                .key(object)
                .responseContentType("application/octet-stream")
                .responseContentDisposition(ContentDisposition.attachment()
                        .filename(fileName, StandardCharsets.UTF_8)
                        .build()
                        .toString())
                .build();
        var request = GetObjectPresignRequest.builder()
                .signatureDuration(validFor)
                .getObjectRequest(get)
                .build();
        return call(
                "sign a link to " + key,
                () -> Optional.of(
                        URI.create(presigner.presignGetObject(request).url().toString())));
    }

    @Override
    public int sweepUploads(Instant before) {
        return call("sweep uploads", () -> upload.abortBegunBefore(before));
    }

    @Override
    public void close() {
        client.close();
        withoutChecksums.close();
        presigner.close();
    }

    String object(String key) {
        return requests.object(ArtifactKeys.check(key));
    }

    static <T> T call(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw S3Failures.of(operation, failure);
        }
    }
}
