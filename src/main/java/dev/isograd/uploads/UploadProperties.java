package dev.isograd.uploads;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of uploads.
 *
 * @param partSize size of one part; a file of more than 10,000 such parts has larger ones
 * @param largest largest file
 * @param expireAfter time without a new part after which an upload is deleted
 * @param sweepInterval time between two sweeps for such uploads
 * @param longestPartTime longest time a client may take to send a part
 */
@ConfigurationProperties("isograd.uploads")
record UploadProperties(
        @DefaultValue("8MB") DataSize partSize,
        @DefaultValue("200GB") DataSize largest,
        @DefaultValue("1d") Duration expireAfter,
        @DefaultValue("10m") Duration sweepInterval,
        @DefaultValue("10m") Duration longestPartTime) {

    /** The limits of S3 for all parts but the last. */
    private static final DataSize SMALLEST_PART = DataSize.ofMegabytes(5);

    private static final DataSize LARGEST_PART = DataSize.ofGigabytes(5);

    /** The limit of S3 for an object. */
    private static final DataSize LARGEST_FILE = DataSize.ofTerabytes(5);

    UploadProperties {
        check(
                partSize.compareTo(SMALLEST_PART) >= 0 && partSize.compareTo(LARGEST_PART) <= 0,
                "part-size must be from 5MB to 5GB, the limits of S3");
        check(
                largest.toBytes() >= 1 && largest.compareTo(LARGEST_FILE) <= 0,
                "largest must be from 1B to 5TB, the limit of S3");
        check(expireAfter.isPositive(), "expire-after must be greater than zero");
        check(longestPartTime.isPositive(), "longest-part-time must be greater than zero");
    }

    private static void check(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException("isograd.uploads." + problem);
        }
    }
}
