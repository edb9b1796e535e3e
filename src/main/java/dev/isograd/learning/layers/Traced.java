package dev.isograd.learning.layers;

/** An array of a forward pass, known only by its shape for one image; see {@link SavedTensors}. */
public final class Traced {

    private final FeatureShape shape;
    private final Needs needs;

    private Traced(FeatureShape shape, Needs needs) {
        this.shape = shape;
        this.needs = needs;
    }

    /** A new array. */
    public static Traced of(FeatureShape shape) {
        return new Traced(shape, new Needs());
    }

    /** A view of the same numbers in another shape. */
    Traced viewedAs(FeatureShape other) {
        return new Traced(other, needs);
    }

    public FeatureShape shape() {
        return shape;
    }

    Needs needs() {
        return needs;
    }

    /** What has been saved of the array so far, so that nothing is counted twice. */
    static final class Needs {
        boolean values;
        boolean gradient;
    }
}
