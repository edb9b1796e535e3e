package dev.isograd.artifacts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Opens the object store by writing to it once. An answer that shows a wrong setting ends the start, as no waiting would
 * mend it; silence does not, so that an outage of the store keeps nobody from restarting.
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
            LOG.info("Artifacts are kept in {}", settings.place());
        } catch (SdkClientException silence) {
            warn(settings, silence.toString());
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
                    "There are no credentials for the object store: " + none.getMessage(),
                    "Give isograd.artifacts.s3.access-key and isograd.artifacts.s3.secret-key"
                            + " (ISOGRAD_ARTIFACTS_S3_ACCESS_KEY, ISOGRAD_ARTIFACTS_S3_SECRET_KEY),"
                            + " or run where AWS's default credentials are found.",
                    none);
        }
    }

    private static void warn(S3Properties settings, String reason) {
        LOG.warn(
                "No use of {} for now ({}); starting all the same, each artifact asks again. If this stays, look at"
                        + " isograd.artifacts.s3.endpoint",
                settings.place(),
                reason);
    }

    private static ArtifactStoreMisconfigured misconfigured(S3Properties settings, AwsServiceException answer) {
        return new ArtifactStoreMisconfigured(
                "Artifacts cannot be kept in %s: the store answers %s."
                        .formatted(settings.place(), S3Failures.describe(answer)),
                remedy(answer),
                answer);
    }

    private static String remedy(AwsServiceException answer) {
        String code = S3Failures.code(answer);
        if (S3Failures.isBucketMissing(answer)) {
            return "Create the bucket, or name another: isograd.artifacts.s3.bucket (ISOGRAD_ARTIFACTS_S3_BUCKET).";
        }
        if (answer.statusCode() == 301 || code.equals("AuthorizationHeaderMalformed")) {
            return "Name the bucket's own region: isograd.artifacts.s3.region (ISOGRAD_ARTIFACTS_S3_REGION).";
        }
        if (code.startsWith("KMS") || code.contains("Encryption")) {
            return "Look at isograd.artifacts.s3.encryption and isograd.artifacts.s3.kms-key.";
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return "Set this machine's clock: the store refuses requests that seem old.";
        }
        if (code.equals("AccessDenied")) {
            return "Let these credentials read, write, list and delete in the bucket, or give others:"
                    + " isograd.artifacts.s3.access-key (ISOGRAD_ARTIFACTS_S3_ACCESS_KEY).";
        }
        if (S3Failures.isNotAllowed(answer)) {
            return "Look at isograd.artifacts.s3.access-key and isograd.artifacts.s3.secret-key"
                    + " (ISOGRAD_ARTIFACTS_S3_ACCESS_KEY, ISOGRAD_ARTIFACTS_S3_SECRET_KEY).";
        }
        return "If the store is not AWS, try isograd.artifacts.s3.checksums=when-required and"
                + " isograd.artifacts.s3.path-style=true; else look at isograd.artifacts.s3.endpoint.";
    }
}
