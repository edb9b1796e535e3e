package dev.isograd.learning;

/** Thrown when a spec asks for a GPU and libtorch finds none on this machine. */
public final class DeviceMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeviceMissing() {
        super("The spec asks for a GPU, but libtorch finds none on this machine; use device auto or cpu");
    }
}
