package dev.isograd.learning;

/** Thrown when the loss of a local module is NaN or infinite: the training has diverged. */
public final class NonFiniteLoss extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int module;
    private final long step;

    public NonFiniteLoss(int module, long step) {
        super("The loss of module %d is not a finite number at step %d; a lower learning rate or weight may help"
                .formatted(module, step));
        this.module = module;
        this.step = step;
    }

    /** The local module, 1 to K. */
    public int module() {
        return module;
    }

    /** Number of steps done, over the whole training. */
    public long step() {
        return step;
    }
}
