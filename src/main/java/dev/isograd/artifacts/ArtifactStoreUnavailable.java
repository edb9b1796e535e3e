package dev.isograd.artifacts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when the store is unreachable, too slow or unable to serve a request; the same call may succeed later. */
public class ArtifactStoreUnavailable extends RequestProblem {

    private static final long serialVersionUID = 1L;
    private static final String RETRY_SECONDS = "5";

    private final String message;

    public ArtifactStoreUnavailable(String message, Throwable cause) {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                "artifact_store_unavailable",
                "The artifact store is temporarily unavailable; try again in a few seconds.",
                cause);
        this.message = message;
        getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }

    /** Names the key, for the log only; the problem that clients receive does not contain it. */
    @Override
    public String getMessage() {
        return message;
    }
}
