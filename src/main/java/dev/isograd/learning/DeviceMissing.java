package dev.isograd.learning;

/** Thrown when a spec asks for a GPU and the machine, or its libtorch, has none. */
public final class DeviceMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeviceMissing() {
        super("The spec asks for a GPU, but libtorch sees none here; use device auto or cpu");
    }
}
