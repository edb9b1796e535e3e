package dev.isograd.artifacts;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Builds requests for one bucket: applies the key prefix, the encryption settings and the SHA-256 metadata. */
final class S3Requests {

    /** Name of the metadata entry; S3 prepends {@code x-amz-meta-}. */
    static final String SHA256 = "sha256";

    private static final String TYPE = "application/octet-stream";

    private final S3Properties settings;
    private final String prefix;

    S3Requests(S3Properties settings) {
        this.settings = settings;
        this.prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    }

    String bucket() {
        return settings.bucket();
    }

    String object(String key) {
        return prefix + key;
    }

    String key(String object) {
        return object.substring(prefix.length());
    }

    PutObjectRequest.Builder put(String object, String sha256) {
        return PutObjectRequest.builder()
                .bucket(bucket())
                .key(object)
                .contentType(TYPE)
                .metadata(Map.of(SHA256, sha256))
                .serverSideEncryption(encryption())
                .ssekmsKeyId(kmsKey());
    }

    CreateMultipartUploadRequest begin(String object, String sha256) {
        return CreateMultipartUploadRequest.builder()
                .bucket(bucket())
                .key(object)
                .contentType(TYPE)
                .metadata(Map.of(SHA256, sha256))
                .serverSideEncryption(encryption())
                .ssekmsKeyId(kmsKey())
                .build();
    }

    /** Begins an object whose digest is not known yet. */
    CreateMultipartUploadRequest begin(String object) {
        return CreateMultipartUploadRequest.builder()
                .bucket(bucket())
                .key(object)
                .contentType(TYPE)
                .serverSideEncryption(encryption())
                .ssekmsKeyId(kmsKey())
                .build();
    }

    AbortMultipartUploadRequest abort(String object, String upload) {
        return AbortMultipartUploadRequest.builder()
                .bucket(bucket())
                .key(object)
                .uploadId(upload)
                .build();
    }

    private @Nullable ServerSideEncryption encryption() {
        return switch (settings.encryption()) {
            case NONE -> null;
            case AES256 -> ServerSideEncryption.AES256;
            case KMS -> ServerSideEncryption.AWS_KMS;
        };
    }

    private @Nullable String kmsKey() {
        return settings.kmsKey().isEmpty() ? null : settings.kmsKey();
    }
}
