package dev.isograd.learning.spec;

import java.util.List;

/** How the learning rate changes over the run; all schedules can start with a linear warm-up. */
public sealed interface ScheduleSpec {

    double warmupEpochs();

    @Help(title = "Constant", value = "The same learning rate throughout.")
    record Constant(
            @Option(help = "Epochs of linear warm-up from 0.", defaultValue = "0", min = 0, max = 10000)
            double warmupEpochs)
            implements ScheduleSpec {}

    @Help(title = "Cosine", value = "Half a cosine from the learning rate down to 0.")
    record Cosine(
            @Option(help = "Epochs of linear warm-up from 0.", defaultValue = "0", min = 0, max = 10000)
            double warmupEpochs)
            implements ScheduleSpec {}

    @Help(title = "Step", value = "The learning rate is multiplied by a factor at given epochs.")
    record Step(
            @Option(help = "Epochs of linear warm-up from 0.", defaultValue = "0", min = 0, max = 10000)
            double warmupEpochs,

            @Option(
                    help = "Epochs at which the learning rate is multiplied, in ascending order.",
                    max = 100,
                    ascending = true)
            List<Integer> milestones,

            @Option(
                    help = "Factor by which the learning rate is multiplied.",
                    defaultValue = "0.1",
                    min = 1e-6,
                    max = 1)
            double factor)
            implements ScheduleSpec {

        public Step {
            milestones = List.copyOf(milestones);
            InvalidField.requireAscending("/milestones", milestones);
        }
    }
}
