package dev.isograd.learning.spec;

/** How a gradient becomes a parameter update; every local module has its own optimizer state. */
public sealed interface OptimizerSpec {

    double learningRate();

    double weightDecay();

    ScheduleSpec schedule();

    @Help(title = "SGD", value = "Stochastic gradient descent with momentum.")
    record Sgd(
            @Option(help = "Highest learning rate of the schedule.", defaultValue = "0.1", min = 1e-12, max = 1e3)
            double learningRate,

            @Option(help = "Momentum coefficient.", defaultValue = "0.9", min = 0, max = 0.9999)
            double momentum,

            @Option(help = "Use Nesterov momentum.", defaultValue = "true")
            boolean nesterov,

            @Option(help = "L2 penalty added to the gradient.", defaultValue = "1e-4", min = 0, max = 1)
            double weightDecay,

            @Option(help = "How the learning rate changes over the run.", defaultValue = "cosine")
            ScheduleSpec schedule)
            implements OptimizerSpec {

        public Sgd {
            checkNesterov(nesterov, momentum);
        }

        @SpecRecord.Check({"nesterov", "momentum"})
        static void checkNesterov(boolean nesterov, double momentum) {
            if (nesterov && momentum == 0) {
                throw new InvalidField("/nesterov", "requires a momentum above 0");
            }
        }
    }

    /** Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101). */
    @Help(title = "AdamW", value = "Adam with decoupled weight decay.")
    record Adamw(
            @Option(help = "Highest learning rate of the schedule.", defaultValue = "1e-3", min = 1e-12, max = 1e3)
            double learningRate,

            @Option(help = "Decay rate of the first moment.", defaultValue = "0.9", min = 0, max = 0.9999)
            double beta1,

            @Option(help = "Decay rate of the second moment.", defaultValue = "0.999", min = 0, max = 0.999999)
            double beta2,

            @Option(
                    help = "Added to the square root of the second moment.",
                    defaultValue = "1e-8",
                    min = 1e-16,
                    max = 1)
            double epsilon,

            @Option(help = "Decoupled weight decay.", defaultValue = "0.01", min = 0, max = 10)
            double weightDecay,

            @Option(help = "How the learning rate changes over the run.", defaultValue = "cosine")
            ScheduleSpec schedule)
            implements OptimizerSpec {}
}
