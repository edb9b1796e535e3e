package dev.isograd.artifacts;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells an outage from a refusal from a race in what the SDK throws. */
final class S3Failures {

    /** The codes by which a store says that it does not know us or that we may not. */
    private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403);

    private static final Set<Integer> TRY_LATER = Set.of(408, 429);

    /** The codes by which a store says that a request did not reach it whole, all under the status of a bad request. */
    private static final Set<String> HURT_ON_THE_WAY = Set.of(
            "BadDigest",
            "IncompleteBody",
            "RequestTimeout",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch");

    private S3Failures() {}

    /**
     * What callers get to see. Withdrawn credentials and a removed bucket count as outages: whoever runs the store can
     * mend both, and until then nothing is known about any key.
     */
    static RuntimeException of(String what, SdkException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return new ArtifactStoreUnavailable(
                    "Cannot %s: the object store did not answer (%s)".formatted(what, failure.getMessage()), failure);
        }
        String reply = "Cannot %s: the object store answered %s".formatted(what, describe(answer));
        if (isRefusal(answer)) {
            return new IllegalStateException(reply, failure);
        }
        return new ArtifactStoreUnavailable(reply, failure);
    }

    /** An answer that no waiting changes: the request itself is wrong. */
    private static boolean isRefusal(AwsServiceException answer) {
        int status = answer.statusCode();
        return status >= 400
                && status < 500
                && !NOT_ALLOWED.contains(status)
                && !TRY_LATER.contains(status)
                && !HURT_ON_THE_WAY.contains(code(answer))
                && !isBucketMissing(answer);
    }

    /** Whether somebody else wrote or deleted the same key meanwhile, or an earlier try of ours did so unheard. */
    static boolean isContested(S3Exception failure) {
        return failure.statusCode() == 412
                || failure.statusCode() == 409
                || code(failure).equals("NoSuchUpload");
    }

    static boolean isBucketMissing(AwsServiceException failure) {
        return code(failure).equals("NoSuchBucket");
    }

    static boolean isNotAllowed(AwsServiceException failure) {
        return NOT_ALLOWED.contains(failure.statusCode());
    }

    /** Status, code and the store's own words; requests are not repeated, since they carry signatures. */
    static String describe(AwsServiceException failure) {
        String message = failure.awsErrorDetails() == null
                ? null
                : failure.awsErrorDetails().errorMessage();
        String words = message == null ? "" : ": " + message.replaceAll("\\.+$", "");
        return "%d %s%s".formatted(failure.statusCode(), code(failure), words);
    }

    static String code(AwsServiceException failure) {
        String code = failure.awsErrorDetails() == null
                ? null
                : failure.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }
}
