package dev.isograd.learning.lanes;

import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.rules.ModuleWork;
import java.util.List;

/**
 * Takes batches through all local modules of a network, first module first.
 *
 * <p>Each module does its work on the batches in the order in which they were submitted, so its parameters are the same however
 * many batches are under way at once.
 */
public sealed interface Pipeline extends AutoCloseable permits SingleLane, Lanes {

    /**
     * A pipeline whose lanes work at the same time on different batches. With one lane, each batch is done when it has been
     * submitted, and there is no thread.
     *
     * @param lanes the modules of each lane, first module first
     * @param threads CPU threads of each lane; ignored with one lane
     */
    static Pipeline of(List<List<LocalModule>> lanes, int threads) {
        return lanes.size() == 1 ? new SingleLane(lanes.getFirst()) : Lanes.start(lanes, threads);
    }

    /**
     * Hands a batch to the first lane. Waits while that lane is busy and another batch is waiting for it.
     *
     * @param batch taken over from the open {@code NDScope}; freed when done
     */
    <R> Passage<R> submit(ModuleWork<R> work, Batch batch);

    /** Ends all lanes once they have done the modules that they are working on. Batches under way are freed. */
    @Override
    void close();
}
