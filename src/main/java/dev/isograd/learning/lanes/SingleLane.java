package dev.isograd.learning.lanes;

import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.rules.ModuleWork;
import java.util.List;

/** Takes each batch through all modules at once, in the thread that submits it. */
record SingleLane(List<LocalModule> modules) implements Pipeline {

    @Override
    public <R> Passage<R> submit(ModuleWork<R> work, Batch batch) {
        Message<R> message = Message.of(work, batch);
        message.through(modules).finish();
        return message.passage();
    }

    @Override
    public void close() {}
}
