package dev.isograd.artifacts;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Classifies the SDK's exceptions as an outage, a refusal or a write conflict. */
final class S3Failures {

    private static final Set<Integer> UNAUTHORIZED = Set.of(401, 403);

    private static final Set<Integer> RETRYABLE = Set.of(408, 429);

    /** Error codes for a request that arrived incomplete or corrupted; stores send all of them with status 400. */
    private static final Set<String> CORRUPTED_IN_TRANSIT = Set.of(
            "BadDigest",
            "IncompleteBody",
            "RequestTimeout",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch");

    private S3Failures() {}

    /**
     * Translates an SDK exception for callers. Revoked credentials and a deleted bucket count as outages: the store's
     * operator can restore both, and until then the state of every key is unknown.
     */
    static RuntimeException of(String operation, SdkException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return new ArtifactStoreUnavailable(
                    "Cannot %s: the object store did not respond (%s)".formatted(operation, failure.getMessage()),
                    failure);
        }
        String reply = "Cannot %s: the object store returned %s".formatted(operation, describe(answer));
        if (isRefusal(answer)) {
            return new IllegalStateException(reply, failure);
        }
        return new ArtifactStoreUnavailable(reply, failure);
    }

    /** Whether the request itself is wrong, so that a retry cannot succeed. */
    private static boolean isRefusal(AwsServiceException answer) {
        int status = answer.statusCode();
        return status >= 400
                && status < 500
                && !UNAUTHORIZED.contains(status)
                && !RETRYABLE.contains(status)
                && !CORRUPTED_IN_TRANSIT.contains(code(answer))
                && !isBucketMissing(answer);
    }

    /** Whether the key changed meanwhile: by another writer, or by an earlier try of ours whose response was lost. */
    static boolean isConflict(S3Exception failure) {
        return failure.statusCode() == 412
                || failure.statusCode() == 409
                || code(failure).equals("NoSuchUpload");
    }

    static boolean isBucketMissing(AwsServiceException failure) {
        return code(failure).equals("NoSuchBucket");
    }

    static boolean isUnauthorized(AwsServiceException failure) {
        return UNAUTHORIZED.contains(failure.statusCode());
    }

    /** Formats the status, the error code and the store's message, but not the request, which carries a signature. */
    static String describe(AwsServiceException failure) {
        String message = failure.awsErrorDetails() == null
                ? null
                : failure.awsErrorDetails().errorMessage();
        String detail = message == null ? "" : ": " + message.replaceAll("\\.+$", "");
        return "%d %s%s".formatted(failure.statusCode(), code(failure), detail);
    }

    static String code(AwsServiceException failure) {
        String code = failure.awsErrorDetails() == null
                ? null
                : failure.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }
}
