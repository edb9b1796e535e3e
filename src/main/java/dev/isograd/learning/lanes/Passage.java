package dev.isograd.learning.lanes;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One batch on its way through a pipeline. */
public final class Passage<R> {

    private final CompletableFuture<List<R>> values;

    Passage(CompletableFuture<List<R>> values) {
        this.values = values;
    }

    /** Whether the result is known, without waiting. */
    public boolean isDone() {
        return values.isDone();
    }

    /**
     * Waits for the batch and returns one value per module, first module first. An exception of a module is thrown as it is.
     */
    public List<R> await() {
        try {
            return values.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw failed;
            }
        }
    }
}
