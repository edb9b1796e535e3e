package dev.isograd.artifacts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the artifact store.
 *
 * @param type where artifacts are kept
 * @param s3 the object store; read where the type is s3
 */
@ConfigurationProperties("isograd.artifacts")
record ArtifactProperties(
        @DefaultValue("file") Type type, @DefaultValue S3Properties s3) {

    /** A folder under the data directory, or a bucket of an object store. */
    enum Type {
        FILE,
        S3
    }

    ArtifactProperties {
        if (type == Type.S3 && s3.bucket().isBlank()) {
            throw new IllegalArgumentException(
                    "isograd.artifacts.s3.bucket is empty; give the bucket that isograd.artifacts.type=s3 stores in");
        }
    }
}
