package dev.isograd.artifacts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Opens the object store and tests it with one write. A response that shows a wrong setting aborts the startup, because
 * waiting would not help. A store that does not respond only causes a warning, so Isograd can start during an outage.
 */
final class S3StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(S3StartCheck.class);

    private S3StartCheck() {}

    static S3ArtifactStore open(S3Properties settings) {
        AwsCredentialsProvider credentials = S3Clients.credentials(settings);
        resolve(credentials);
        S3ArtifactStore store = new S3ArtifactStore(settings, credentials);
        try {
            store.probe();
            LOG.info("Artifacts are stored in {}", settings.location());
        } catch (SdkClientException noResponse) {
            warn(settings, noResponse.toString());
        } catch (AwsServiceException answer) {
            if (answer.statusCode() >= 500 || answer.isThrottlingException()) {
                warn(settings, S3Failures.describe(answer));
            } else {
                store.close();
                throw misconfigured(settings, answer);
            }
        }
        return store;
    }

    private static void resolve(AwsCredentialsProvider credentials) {
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException none) {
            throw new ArtifactStoreMisconfigured(
                    "No credentials found for the object store: " + none.getMessage(),
                    "Set isograd.artifacts.s3.access-key and isograd.artifacts.s3.secret-key"
                            + " (ISOGRAD_ARTIFACTS_S3_ACCESS_KEY, ISOGRAD_ARTIFACTS_S3_SECRET_KEY),"
                            + " or run Isograd where AWS's default credentials are available.",
                    none);
        }
    }

    private static void warn(S3Properties settings, String reason) {
        LOG.warn(
                "Cannot reach {} ({}). Isograd starts anyway and retries on every request. If the problem persists,"
                        + " check isograd.artifacts.s3.endpoint",
                settings.location(),
                reason);
    }

    private static ArtifactStoreMisconfigured misconfigured(S3Properties settings, AwsServiceException answer) {
        return new ArtifactStoreMisconfigured(
                "Cannot store artifacts in %s: the store returned %s."
                        .formatted(settings.location(), S3Failures.describe(answer)),
                remedy(answer),
                answer);
    }

    private static String remedy(AwsServiceException answer) {
        String code = S3Failures.code(answer);
        if (S3Failures.isBucketMissing(answer)) {
            return "Create the bucket, or set isograd.artifacts.s3.bucket (ISOGRAD_ARTIFACTS_S3_BUCKET) to another one.";
        }
        if (answer.statusCode() == 301 || code.equals("AuthorizationHeaderMalformed")) {
            return "Set isograd.artifacts.s3.region (ISOGRAD_ARTIFACTS_S3_REGION) to the bucket's region.";
        }
        if (code.startsWith("KMS") || code.contains("Encryption")) {
            return "Check isograd.artifacts.s3.encryption and isograd.artifacts.s3.kms-key.";
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return "Correct this machine's clock: the store rejects requests with an old timestamp.";
        }
        if (code.equals("AccessDenied")) {
            return "Allow these credentials to read, write, list and delete objects in the bucket, or set others:"
                    + " isograd.artifacts.s3.access-key (ISOGRAD_ARTIFACTS_S3_ACCESS_KEY).";
        }
        if (S3Failures.isUnauthorized(answer)) {
            return "Check isograd.artifacts.s3.access-key and isograd.artifacts.s3.secret-key"
                    + " (ISOGRAD_ARTIFACTS_S3_ACCESS_KEY, ISOGRAD_ARTIFACTS_S3_SECRET_KEY).";
        }
        return "If the store is not AWS, try isograd.artifacts.s3.checksums=when-required and"
                + " isograd.artifacts.s3.path-style=true; otherwise check isograd.artifacts.s3.endpoint.";
    }
}
