package dev.isograd.artifacts;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the object store.
 *
 * @param endpoint address of the store; empty for AWS itself
 * @param region the bucket's region; stores without regions take any
 * @param bucket name of the bucket, which must exist
 * @param prefix put before every key, with a slash between; empty for none
 * @param pathStyle whether the bucket is named in the path instead of the host name
 * @param accessKey empty for the default credentials of AWS
 * @param secretKey belongs to the access key
 * @param checksums when requests carry a checksum that the store checks
 * @param encryption what the store is asked to encrypt objects with
 * @param kmsKey the key of encryption kms; empty for the account's own
 * @param partSize size of the parts of a file that is too large for one request
 * @param partsAtATime parts of one file that are sent side by side
 * @param attempts how often a request is tried before the store counts as unavailable
 * @param connectTimeout longest wait for a connection
 * @param readTimeout longest silence of the store within a request
 * @param callTimeout longest time of one request or part, with its repetitions
 * @param downloadLinks whether users download from the store itself, by links that expire
 * @param downloadEndpoint address of the store in such links; empty for the endpoint
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

    /** With every request that may carry one, or only where S3 insists. */
    enum Checksums {
        WHEN_SUPPORTED,
        WHEN_REQUIRED
    }

    /** Who encrypts objects at rest: nobody is asked to, the store with keys of its own, or its key service. */
    enum Encryption {
        NONE,
        AES256,
        KMS
    }

    private static final DataSize SMALLEST_PART = DataSize.ofMegabytes(5);
    private static final DataSize LARGEST_PART = DataSize.ofGigabytes(5);

    S3Properties {
        checkAddress("endpoint", endpoint);
        checkAddress("download-endpoint", downloadEndpoint);
        check(
                accessKey.isBlank() == secretKey.isBlank(),
                "access-key and isograd.artifacts.s3.secret-key must be given together, or neither");
        check(prefix.isEmpty() || ArtifactKeys.isKey(prefix), "prefix must look like a key: parts split by '/'");
        check(
                partSize.compareTo(SMALLEST_PART) >= 0 && partSize.compareTo(LARGEST_PART) <= 0,
                "part-size must be from 5MB to 5GB, as S3 wants it");
        check(partsAtATime >= 1 && partsAtATime <= 64, "parts-at-a-time must be from 1 to 64");
        check(attempts >= 1 && attempts <= 20, "attempts must be from 1 to 20");
        check(kmsKey.isEmpty() || encryption == Encryption.KMS, "kms-key is given, but encryption is not kms");
        checkTime("connect-timeout", connectTimeout);
        checkTime("read-timeout", readTimeout);
        checkTime("call-timeout", callTimeout);
    }

    private static void checkAddress(String name, String address) {
        check(
                address.isEmpty()
                        || address.matches("https?://.+") && URI.create(address).getHost() != null,
                name + " must be an address such as https://minio.example.org:9000");
    }

    private static void checkTime(String name, Duration time) {
        check(time.isPositive(), name + " must be longer than nothing");
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new IllegalArgumentException("isograd.artifacts.s3." + wrong);
        }
    }

    /** Where the bucket is, in words for people. */
    String place() {
        return "the bucket %s at %s".formatted(bucket, endpoint.isEmpty() ? "AWS in " + region : endpoint);
    }

    /** Names nothing secret, wherever it may be printed. */
    @Override
    public String toString() {
        return "S3Properties[" + place() + "]";
    }
}
