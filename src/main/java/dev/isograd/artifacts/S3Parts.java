package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;

/** Keeps the parts of a file as a multipart upload; sealing completes it. Clients may send parts to the store directly. */
final class S3Parts implements PartedArtifacts {

    /** Headers that every client sends by itself, and that many do not let anybody set. */
    private static final Set<String> SENT_ANYWAY = Set.of("host", "content-length");

    private static final int NOT_FOUND = 404;

    private final S3ArtifactStore store;
    private final S3Client client;
    private final S3Requests requests;
    private final @Nullable S3Presigner presigner;
    private final Path incoming;

    S3Parts(
            S3ArtifactStore store,
            S3Client client,
            S3Requests requests,
            @Nullable S3Presigner presigner,
            Path incoming) {
        this.store = store;
        this.client = client;
        this.requests = requests;
        this.presigner = presigner;
        this.incoming = incoming;
        removeLeftovers();
    }

    /** A killed process leaves the parts that were on their way. */
    private void removeLeftovers() {
        try {
            Files.createDirectories(incoming);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot empty " + incoming, failed);
        }
    }

    @Override
    public String begin(String key) {
        String object = store.object(key);
        return S3ArtifactStore.call(
                "begin " + key,
                () -> client.createMultipartUpload(requests.begin(object)).uploadId());
    }

    /**
     * Sends a part once it is here as a whole. A slow client then keeps no connection to the store busy, and a failed
     * request can be repeated. Some stores accept parts of a completed upload and ignore them, so this looks for the object.
     */
    @Override
    public void put(Parted file, int number, InputStream body) throws IOException {
        Path whole = temporary();
        try {
            FileParts.receive(body, file.length(number), whole, file.key());
            if (isSealed(file)) {
                throw new ArtifactMissing(file.key());
            }
            ask(file, "store a part of ", () -> {
                client.uploadPart(request(file, number), LocalFile.body(whole, 0, file.length(number)));
                return number;
            });
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private Path temporary() {
        try {
            return Files.createTempFile(incoming, "part-", null);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot write to " + incoming, failed);
        }
    }

    private UploadPartRequest request(Parted file, int number) {
        return UploadPartRequest.builder()
                .bucket(requests.bucket())
                .key(store.object(file.key()))
                .uploadId(file.handle())
                .partNumber(number)
                .contentLength(file.length(number))
                .build();
    }

    /** Some stores still list a completed upload, without parts. */
    @Override
    public List<Part> parts(Parted file) {
        List<Part> parts = ask(
                file,
                "list the parts of ",
                () -> client
                        .listPartsPaginator(it -> it.bucket(requests.bucket())
                                .key(store.object(file.key()))
                                .uploadId(file.handle()))
                        .parts()
                        .stream()
                        .map(part -> new Part(part.partNumber(), part.size(), part.lastModified(), part.eTag()))
                        .toList());
        if (parts.isEmpty() && isSealed(file)) {
            throw new ArtifactMissing(file.key());
        }
        return parts;
    }

    @Override
    public List<PartLink> links(Parted file, List<Integer> numbers, Duration validFor) {
        S3Presigner signer = presigner;
        return signer == null
                ? List.of()
                : numbers.stream()
                        .map(number -> link(
                                number,
                                S3ArtifactStore.call(
                                        "sign a link to " + file.key(),
                                        () -> signer.presignUploadPart(it -> it.signatureDuration(validFor)
                                                .uploadPartRequest(request(file, number))))))
                        .toList();
    }

    private static PartLink link(int number, PresignedUploadPartRequest signed) {
        Map<String, String> headers = new HashMap<>();
        signed.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.keySet().removeAll(SENT_ANYWAY);
        return new PartLink(number, URI.create(signed.url().toString()), headers);
    }

    @Override
    public void seal(Parted file, List<Part> parts) {
        try {
            complete(file, parts);
        } catch (ArtifactMissing gone) {
            if (!store.exists(file.key())) {
                throw gone;
            }
        }
    }

    private void complete(Parted file, List<Part> parts) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.tag())
                        .build())
                .toList();
        ask(
                file,
                "complete ",
                () -> client.completeMultipartUpload(it -> it.bucket(requests.bucket())
                        .key(store.object(file.key()))
                        .uploadId(file.handle())
                        .multipartUpload(upload -> upload.parts(completed))));
    }

    @Override
    public boolean isSealed(Parted file) {
        return store.exists(file.key());
    }

    /** The parts of a completed upload are gone, so all have to be sent again. */
    @Override
    public String reopen(Parted file) {
        store.delete(file.key());
        return begin(file.key());
    }

    @Override
    public InputStream open(Parted file) {
        return store.open(file.key());
    }

    @Override
    public void delete(Parted file) {
        try {
            ask(
                    file,
                    "abort ",
                    () -> client.abortMultipartUpload(requests.abort(store.object(file.key()), file.handle())));
        } catch (ArtifactMissing completedOrAborted) {
            // Nothing has to be aborted.
        }
        store.delete(file.key());
    }

    @Override
    public List<Begun> begunBefore(Instant before) {
        return S3ArtifactStore.call(
                "list uploads",
                () -> client
                        .listMultipartUploadsPaginator(
                                it -> it.bucket(requests.bucket()).prefix(requests.object("")))
                        .uploads()
                        .stream()
                        .filter(it -> it.initiated().isBefore(before))
                        .map(it -> new Begun(requests.key(it.key()), it.uploadId()))
                        .filter(it -> KEY.matcher(it.key()).matches())
                        .toList());
    }

    /** Calls the store about an open multipart upload. */
    private static <T> T ask(Parted file, String purpose, Supplier<T> request) {
        return S3ArtifactStore.call(purpose + file.key(), () -> {
            try {
                return request.get();
            } catch (S3Exception failed) {
                if (failed.statusCode() == NOT_FOUND && !S3Failures.isBucketMissing(failed)) {
                    throw new ArtifactMissing(file.key());
                }
                if (S3Failures.code(failed).equals("InvalidPart")) {
                    throw new ArtifactStoreUnavailable("A part of %s changed meanwhile".formatted(file.key()), failed);
                }
                throw failed;
            }
        });
    }
}
