package dev.isograd.bench;

import java.util.function.ToDoubleFunction;

/** A figure that the table of a recipe shows beside the accuracy. */
enum TableColumn {
    COSINE("mean boundary cosine", Outcome::meanCosine, "%.3f", false),
    LOSS(
            "training loss of the last module, last tenth of the steps",
            outcome -> outcome.late("train.loss"),
            "%.4f",
            false),
    DISTANCE("distance of gradients, last tenth", outcome -> outcome.late("boundary.distance"), "%.4f", false),
    SQUARED_DISTANCE(
            "ε² per boundary and sample, last tenth",
            outcome -> outcome.late("boundary.squaredDistance"),
            "%.2e",
            false),
    ACTIVE_COSINE("cosine where active, last tenth", outcome -> outcome.late("boundary.activeCosine"), "%.3f", false),
    ALONG(
            "part of the target along the features",
            outcome -> outcome.late("boundary.targetAlongFeatures"),
            "%.3f",
            false),
    SOLO(
            "updates that alone lower the last loss, last tenth",
            outcome -> outcome.late("module.soloDescent"),
            "%.3f",
            false),
    ACTIVATIONS("activations, ratio to backprop, computed", Outcome::activationRatio, "%.2f", false),
    TIME("CPU time, ratio to the first", Outcome::cpuSeconds, "%.2f", true),
    MEMORY("peak memory, ratio to the first", Outcome::peakBytes, "%.2f", true);

    private final String title;
    private final ToDoubleFunction<Outcome> figure;
    private final String format;
    private final boolean ratio;

    TableColumn(String title, ToDoubleFunction<Outcome> figure, String format, boolean ratio) {
        this.title = title;
        this.figure = figure;
        this.format = format;
        this.ratio = ratio;
    }

    String title() {
        return title;
    }

    ToDoubleFunction<Outcome> figure() {
        return figure;
    }

    String format() {
        return format;
    }

    /** Whether the table shows the ratio to the first run of the same seed instead of the figure itself. */
    boolean isRatio() {
        return ratio;
    }
}
