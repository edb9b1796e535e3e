package dev.isograd.artifacts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the artifact store.
 *
 * @param type where artifacts are stored
 * @param s3 the object store; used only if the type is s3
 */
@ConfigurationProperties("isograd.artifacts")
record ArtifactProperties(
        @DefaultValue("file") Type type, @DefaultValue S3Properties s3) {

    /** The kind of store: a folder in the data directory, or a bucket in an object store. */
    enum Type {
        FILE,
        S3
    }

    ArtifactProperties {
        if (type == Type.S3 && s3.bucket().isBlank()) {
            throw new IllegalArgumentException(
                    "isograd.artifacts.s3.bucket is empty; isograd.artifacts.type=s3 needs the name of a bucket");
        }
    }
}
