package dev.isograd.artifacts;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the object store.
 *
 * @param endpoint URL of the store; empty for AWS
 * @param region the bucket's region; a store without regions accepts any value
 * @param bucket name of the bucket, which must exist
 * @param prefix prepended to every key, followed by a slash; empty for none
 * @param pathStyle whether the bucket is part of the path instead of the host name
 * @param accessKey the access key id; empty for AWS's default credentials
 * @param secretKey the secret of the access key
 * @param checksums when requests carry a checksum that the store verifies
 * @param encryption how the store encrypts objects at rest
 * @param kmsKey the key for encryption kms; empty for the account's default key
 * @param partSize size of one part of a multipart upload; a file up to this size is sent in one request
 * @param partsAtATime number of parts of one file that are uploaded in parallel
 * @param attempts number of tries of a request before the store counts as unavailable
 * @param connectTimeout timeout for opening a connection
 * @param readTimeout longest time without a byte from the store within a request
 * @param callTimeout timeout of one request or part, including its retries
 * @param downloadLinks whether users download directly from the store, through links that expire
 * @param downloadEndpoint URL of the store in download links; empty for the endpoint
 */
record S3Properties(
        @DefaultValue("") String endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String bucket,
        @DefaultValue("") String prefix,
        @DefaultValue("false") boolean pathStyle,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("when-supported") Checksums checksums,
        @DefaultValue("none") Encryption encryption,
        @DefaultValue("") String kmsKey,
        @DefaultValue("16MB") DataSize partSize,
        @DefaultValue("4") int partsAtATime,
        @DefaultValue("4") int attempts,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("5m") Duration callTimeout,
        @DefaultValue("true") boolean downloadLinks,
        @DefaultValue("") String downloadEndpoint) {

    /** Whether every request that supports a checksum carries one, or only requests for which S3 requires one. */
    enum Checksums {
        WHEN_SUPPORTED,
        WHEN_REQUIRED
    }

    /** Encryption at rest: none requested, by the store with its own keys, or by the store with its key service. */
    enum Encryption {
        NONE,
        AES256,
        KMS
    }

    private static final DataSize MIN_PART_SIZE = DataSize.ofMegabytes(5);
    private static final DataSize MAX_PART_SIZE = DataSize.ofGigabytes(5);

    S3Properties {
        checkUrl("endpoint", endpoint);
        checkUrl("download-endpoint", downloadEndpoint);
        check(
                accessKey.isBlank() == secretKey.isBlank(),
                "access-key and isograd.artifacts.s3.secret-key must both be set, or neither");
        check(
                prefix.isEmpty() || ArtifactKeys.isKey(prefix),
                "prefix must consist of key parts separated by '/', without a slash at either end");
        check(
                partSize.compareTo(MIN_PART_SIZE) >= 0 && partSize.compareTo(MAX_PART_SIZE) <= 0,
                "part-size must be from 5MB to 5GB, the limits of S3");
        check(partsAtATime >= 1 && partsAtATime <= 64, "parts-at-a-time must be from 1 to 64");
        check(attempts >= 1 && attempts <= 20, "attempts must be from 1 to 20");
        check(kmsKey.isEmpty() || encryption == Encryption.KMS, "kms-key is set, but encryption is not kms");
        checkDuration("connect-timeout", connectTimeout);
        checkDuration("read-timeout", readTimeout);
        checkDuration("call-timeout", callTimeout);
    }

    private static void checkUrl(String name, String url) {
        check(
                url.isEmpty() || url.matches("https?://.+") && URI.create(url).getHost() != null,
                name + " must be a URL such as https://minio.example.org:9000");
    }

    private static void checkDuration(String name, Duration duration) {
        check(duration.isPositive(), name + " must be greater than zero");
    }

    private static void check(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException("isograd.artifacts.s3." + problem);
        }
    }

    /** Describes the bucket and its store for log lines and error messages. */
    String location() {
        return "the bucket %s at %s".formatted(bucket, endpoint.isEmpty() ? "AWS in " + region : endpoint);
    }

    /** Omits the keys, so that no secret reaches a log. */
    @Override
    public String toString() {
        return "S3Properties[" + location() + "]";
    }
}
