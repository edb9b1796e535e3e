package dev.isograd.learning;

/** Thrown when a training needs a GPU and libtorch finds none on this machine. */
public final class DeviceMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param found what libtorch found, such as "libtorch 2.7.1 for the CPU only, no GPU visible" */
    DeviceMissing(String found) {
        super("The training needs a GPU, but libtorch finds none on this machine (%s); use device auto or cpu"
                .formatted(found));
    }
}
