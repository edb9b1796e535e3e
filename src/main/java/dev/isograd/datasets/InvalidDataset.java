package dev.isograd.datasets;

/** Thrown when the files of a data set contradict their headers or their manifest. */
public final class InvalidDataset extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidDataset(String message) {
        super(message);
    }

    InvalidDataset(String message, Throwable cause) {
        super(message, cause);
    }
}
