package dev.isograd.learning.libtorch;

/**
 * Memory of a device in bytes.
 *
 * @param free not in use by any program
 * @param total of the whole device
 */
public record DeviceMemory(long free, long total) {

    /** Whether images of this size fit beside a training: a tenth of the device, and a quarter of what is free. */
    public boolean hasRoomForImages(long bytes) {
        return bytes <= total / 10 && bytes <= free / 4;
    }

    /** In use by all programs. */
    public long used() {
        return total - free;
    }
}
