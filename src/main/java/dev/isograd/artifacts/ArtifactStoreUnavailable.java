package dev.isograd.artifacts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when the store cannot be reached, does not answer in time or cannot serve now; the same call may succeed later. */
public class ArtifactStoreUnavailable extends RequestProblem {

    private static final long serialVersionUID = 1L;
    private static final String RETRY_SECONDS = "5";

    private final String message;

    ArtifactStoreUnavailable(String message, Throwable cause) {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                "artifact_store_unavailable",
                "The store of checkpoints and networks cannot be used at the moment; try again in a few seconds.",
                cause);
        this.message = message;
        getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }

    /** For the log; clients get the problem's own sentence, which names no key. */
    @Override
    public String getMessage() {
        return message;
    }
}
