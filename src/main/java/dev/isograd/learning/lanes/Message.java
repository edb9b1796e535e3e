package dev.isograd.learning.lanes;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.reconciliation.BoundarySignal;
import dev.isograd.learning.rules.ModuleWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * All that one lane hands to the next: o, d and the labels of a batch, and the values of the modules below.
 *
 * @param batch its images are freed with the signal below the first module
 */
record Message<R>(
        ModuleWork<R> work, BoundarySignal below, Batch batch, List<R> values, CompletableFuture<List<R>> done) {

    /** The message to the first lane, which takes over the batch. */
    static <R> Message<R> of(ModuleWork<R> work, Batch batch) {
        NDScope.unregister(batch.labels_BC());
        BoundarySignal images = BoundarySignal.ownedImages(batch.images_BCHW());
        return new Message<>(work, images, batch, new ArrayList<>(), new CompletableFuture<>());
    }

    Passage<R> passage() {
        return new Passage<>(done);
    }

    /** This message on the device of the next lane. */
    Message<R> on(Device device) {
        Batch there = batch.labelsOn(device);
        if (there != batch) {
            batch.labels_BC().close();
        }
        return new Message<>(work, below.on(device), there, values, done);
    }

    /** Does the work of some modules and returns the message above them. After an exception, this message is freed. */
    Message<R> through(List<LocalModule> modules) {
        try {
            BoundarySignal above = work.through(modules, below, batch, values);
            return new Message<>(work, above, batch, values, done);
        } catch (RuntimeException | Error failure) {
            free();
            throw failure;
        }
    }

    /** Ends the way of the batch above the last module. */
    void finish() {
        free();
        done.complete(List.copyOf(values));
    }

    void fail(Throwable failure) {
        done.completeExceptionally(failure);
    }

    /** Ends the way of the batch because the pipeline has been closed or has failed. */
    void discard() {
        free();
        fail(new CancellationException("The pipeline has ended before this batch"));
    }

    private void free() {
        below.close();
        NDArray labels = batch.labels_BC();
        labels.close();
    }
}
