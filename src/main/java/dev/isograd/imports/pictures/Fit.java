package dev.isograd.imports.pictures;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a picture of other proportions is brought to the size of its data set. */
public enum Fit {
    /** The largest part in the middle with the right proportions. */
    @JsonProperty("crop")
    CROP,
    /** The whole picture between black edges. */
    @JsonProperty("pad")
    PAD,
    /** The whole picture with other proportions. */
    @JsonProperty("squash")
    SQUASH;

    public static Fit of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The name in the API and in files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
