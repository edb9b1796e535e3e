package dev.isograd.learning.layers;

/** An array of a forward pass of which nothing is known but its shape for one image; see {@link SavedTensors}. */
public final class Traced {

    private final FeatureShape shape;
    private final Needs needs;

    private Traced(FeatureShape shape, Needs needs) {
        this.shape = shape;
        this.needs = needs;
    }

    /** An array of its own. */
    public static Traced of(FeatureShape shape) {
        return new Traced(shape, new Needs());
    }

    /** The same numbers in another shape. */
    Traced viewedAs(FeatureShape other) {
        return new Traced(other, needs);
    }

    public FeatureShape shape() {
        return shape;
    }

    Needs needs() {
        return needs;
    }

    /** What has been kept of the array so far, so that nothing is counted twice. */
    static final class Needs {
        boolean values;
        boolean gradient;
    }
}
