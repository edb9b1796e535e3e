package dev.isograd.artifacts;

import dev.isograd.Digests;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tests once whether the object store honors {@code If-None-Match}, a condition that some stores ignore. */
final class ConditionalWrites {

    private static final Logger LOG = LoggerFactory.getLogger(ConditionalWrites.class);

    // No artifact key begins with a dot, so listings skip the probe object.
    private static final String FOLDER = ".isograd-probe/";

    private final S3Client client;
    private final S3Requests requests;
    private final ReentrantLock probeLock = new ReentrantLock();
    private volatile @Nullable Boolean supported;

    ConditionalWrites(S3Client client, S3Requests requests) {
        this.client = client;
        this.requests = requests;
    }

    boolean supported() {
        Boolean known = supported;
        if (known != null) {
            return known;
        }
        probeLock.lock();
        try {
            known = supported;
            if (known == null) {
                known = probe();
                supported = known;
                if (!known) {
                    LOG.warn(
                            "The object store ignores If-None-Match, so it cannot prevent overwrites. Isograd checks that a"
                                    + " key is free before it writes, but two simultaneous writers can still overwrite each other");
                }
            }
            return known;
        } finally {
            probeLock.unlock();
        }
    }

    private boolean probe() {
        String object = requests.object(FOLDER + UUID.randomUUID());
        try {
            // An unconditional write first: if this fails, the cause is not the condition.
            write(object, false);
            return !isReplaced(object);
        } finally {
            client.deleteObject(it -> it.bucket(requests.bucket()).key(object));
        }
    }

    private boolean isReplaced(String object) {
        try {
            write(object, true);
            return true;
        } catch (S3Exception refused) {
            if (refused.statusCode() == 412) {
                return false;
            }
            if (refused.statusCode() == 400 || refused.statusCode() == 501) {
                return true;
            }
            throw refused;
        }
    }

    private void write(String object, boolean onlyIfAbsent) {
        PutObjectRequest.Builder request = requests.put(object, Digests.of(new byte[0]));
        if (onlyIfAbsent) {
            request.ifNoneMatch("*");
        }
        client.putObject(request.build(), RequestBody.empty());
    }
}
