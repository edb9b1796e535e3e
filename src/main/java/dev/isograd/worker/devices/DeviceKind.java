package dev.isograd.worker.devices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of devices on which trainings run. */
public enum DeviceKind {
    CPU,
    GPU;

    /** Name in the API and the database. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
