package dev.isograd.library;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Sample pictures of a data set. */
@Schema(name = "Samples")
record SamplesResponse(List<Sample> data) {

    /**
     * One picture.
     *
     * @param index place in its split, from 0
     */
    record Sample(
            String split,
            int index,

            @Schema(name = "class", description = "Name of its class.") @JsonProperty("class")
            String className,

            @Schema(description = "Number of its class, from 0.")
            int label,

            @Schema(description = "Address of the picture as PNG.")
            String url) {}
}
