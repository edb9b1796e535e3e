package dev.isograd.trainer;

import dev.isograd.learning.TrainingLoop;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is done when a training asks, before each step, whether to stop. */
final class BetweenSteps implements BooleanSupplier {

    private final SupervisorSignals orders;
    private final StateSaver saver;
    private @Nullable TrainingLoop loop;

    BetweenSteps(SupervisorSignals orders, StateSaver saver) {
        this.orders = orders;
        this.saver = saver;
    }

    void of(TrainingLoop training) {
        loop = training;
    }

    @Override
    public boolean getAsBoolean() {
        TrainingLoop training = Objects.requireNonNull(loop, "The training asks before it is known");
        SupervisorMessage.Stop stop = orders.stop();
        if (stop == null) {
            saver.betweenSteps(training);
            return false;
        }
        if (stop.checkpoint()) {
            saver.save(training, SaveReason.STOP);
        }
        return true;
    }
}
