package dev.isograd.artifacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Uploads one file to a bucket, in one request or in parallel parts, and aborts a multipart upload that fails. */
final class S3Upload {

    private static final int MAX_PARTS = 10_000;
    private static final String ANY_ETAG = "*";

    private final S3Client client;
    private final S3Requests requests;
    private final long partSize;
    private final int partsAtATime;

    S3Upload(S3Client client, S3Requests requests, S3Properties settings) {
        this.client = client;
        this.requests = requests;
        this.partSize = settings.partSize().toBytes();
        this.partsAtATime = settings.partsAtATime();
    }

    /** @param onlyIfAbsent whether the store must reject the request if the object already exists */
    void send(String object, LocalFile file, boolean onlyIfAbsent) {
        if (file.bytes() <= partSize) {
            PutObjectRequest.Builder request = requests.put(object, file.sha256());
            if (onlyIfAbsent) {
                request.ifNoneMatch(ANY_ETAG);
            }
            client.putObject(request.build(), file.body(0, file.bytes()));
        } else {
            sendInParts(object, file, onlyIfAbsent);
        }
    }

    private void sendInParts(String object, LocalFile file, boolean onlyIfAbsent) {
        String upload = client.createMultipartUpload(requests.begin(object, file.sha256()))
                .uploadId();
        try {
            List<CompletedPart> parts = sendParts(object, upload, file);
            CompleteMultipartUploadRequest.Builder complete = CompleteMultipartUploadRequest.builder()
                    .bucket(requests.bucket())
                    .key(object)
                    .uploadId(upload)
                    .multipartUpload(it -> it.parts(parts));
            if (onlyIfAbsent) {
                complete.ifNoneMatch(ANY_ETAG);
            }
            client.completeMultipartUpload(complete.build());
        } catch (RuntimeException failed) {
            abort(object, upload, failed);
            throw failed;
        }
    }

    private List<CompletedPart> sendParts(String object, String upload, LocalFile file) {
        long size = Math.max(partSize, Math.ceilDiv(file.bytes(), MAX_PARTS));
        List<Future<CompletedPart>> sent = new ArrayList<>();
        ExecutorService senders =
                Executors.newFixedThreadPool(partsAtATime, Thread.ofVirtual().factory());
        try {
            for (long offset = 0; offset < file.bytes(); offset += size) {
                int number = sent.size() + 1;
                long start = offset;
                long length = Math.min(size, file.bytes() - start);
                sent.add(senders.submit(() -> sendPart(object, upload, file, number, start, length)));
            }
            return results(sent);
        } finally {
            // After a failure, the other parts are useless. close() waits for the parts in flight: a part that
            // arrives after the abort would stay in the bucket and be billed.
            senders.shutdownNow();
            senders.close();
        }
    }

    private CompletedPart sendPart(String object, String upload, LocalFile file, int number, long offset, long length) {
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(requests.bucket())
                .key(object)
                .uploadId(upload)
                .partNumber(number)
                .contentLength(length)
                .build();
        var answer = client.uploadPart(request, file.body(offset, length));
        // Completing the upload sends the parts' checksums back, so that a store that keeps them can compare.
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    private static List<CompletedPart> results(List<Future<CompletedPart>> sent) {
        List<CompletedPart> parts = new ArrayList<>(sent.size());
        try {
            for (Future<CompletedPart> part : sent) {
                parts.add(part.get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("interrupted", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
        return parts;
    }

    /** Leaves an upload that cannot be aborted to the sweep, so that the caller still sees the original failure. */
    private void abort(String object, String upload, RuntimeException failed) {
        // The SDK rejects calls from an interrupted thread.
        boolean interrupted = Thread.interrupted();
        try {
            client.abortMultipartUpload(requests.abort(object, upload));
        } catch (SdkException abortFailed) {
            failed.addSuppressed(abortFailed);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Aborts uploads that began before the given time, only under our prefix because the bucket may have other users, and
     * not those of {@link PartedArtifacts}, whose parts users send over days.
     */
    int abortBegunBefore(Instant before) {
        List<MultipartUpload> abandoned = client
                .listMultipartUploadsPaginator(
                        it -> it.bucket(requests.bucket()).prefix(requests.object("")))
                .uploads()
                .stream()
                .filter(it -> it.initiated().isBefore(before))
                .filter(it ->
                        !PartedArtifacts.KEY.matcher(requests.key(it.key())).matches())
                .toList();
        abandoned.forEach(this::abortIfOpen);
        return abandoned.size();
    }

    private void abortIfOpen(MultipartUpload upload) {
        try {
            client.abortMultipartUpload(requests.abort(upload.key(), upload.uploadId()));
        } catch (S3Exception failed) {
            // 404: its writer completed or aborted the upload meanwhile.
            if (failed.statusCode() != 404) {
                throw failed;
            }
        }
    }
}
