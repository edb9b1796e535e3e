package dev.isograd.learning.lanes;

import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.rules.ModuleWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Lanes that work at the same time: while module l works on one batch, the modules below it work on later ones.
 *
 * <p>At most two batches per lane are under way: one that it works on and one that waits for it.
 */
final class Lanes implements Pipeline {

    /** First lane first. */
    private final List<Lane> lanes;

    private boolean closed;

    private Lanes(List<Lane> lanes) {
        this.lanes = lanes;
    }

    static Lanes start(List<List<LocalModule>> modules, int cpuThreads) {
        List<Lane> lanes = new ArrayList<>();
        for (int number = modules.size(); number > 0; number--) {
            Lane above = lanes.isEmpty() ? null : lanes.getFirst();
            lanes.addFirst(new Lane(number, modules.get(number - 1), cpuThreads, above));
        }
        lanes.forEach(Lane::start);
        return new Lanes(List.copyOf(lanes));
    }

    @Override
    public <R> Passage<R> submit(ModuleWork<R> work, Batch batch) {
        if (closed) {
            throw new IllegalStateException("The pipeline is closed");
        }
        Message<R> message = Message.of(work, batch);
        try {
            lanes.getFirst().put(message);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The thread of the training was interrupted", interrupted);
        }
        return message.passage();
    }

    @Override
    public void close() {
        closed = true;
        lanes.forEach(Lane::interrupt);
        lanes.forEach(Lane::join);
    }
}
