package dev.isograd.worker.devices;

/** Thrown at the start of a worker that lacks a GPU which its settings require. */
public final class DevicesMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DevicesMissing(String message) {
        super(message);
    }
}
