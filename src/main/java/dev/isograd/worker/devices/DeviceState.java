package dev.isograd.worker.devices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a device can take a training. */
public enum DeviceState {
    FREE,
    BUSY,
    /** It was lost, or did not release memory. It returns by itself. */
    QUARANTINED,
    /** The driver lists it, but libtorch cannot use it. It stays so until the worker is restarted. */
    UNUSABLE;

    /** Name in the API and the database. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
