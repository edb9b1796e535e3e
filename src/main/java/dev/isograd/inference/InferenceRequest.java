package dev.isograd.inference;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages from the server to a child process with one trained network, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InferenceRequest.Open.class, name = "open"),
    @JsonSubTypes.Type(value = InferenceRequest.PredictPicture.class, name = "predictPicture"),
    @JsonSubTypes.Type(value = InferenceRequest.PredictImage.class, name = "predictImage"),
    @JsonSubTypes.Type(value = InferenceRequest.Export.class, name = "export")
})
sealed interface InferenceRequest {

    /**
     * Load the network; the first message.
     *
     * @param folder with the files of the network
     * @param mostPixels of a picture
     * @param batch most pictures that are computed together
     */
    record Open(String folder, long mostPixels, int batch) implements InferenceRequest {}

    /**
     * Answer a picture in a file.
     *
     * @param all whether every head answers
     */
    record PredictPicture(long id, String file, boolean all) implements InferenceRequest {}

    /** Answer an image of a data set, whose values are in a file. */
    record PredictImage(long id, String file, int channels, int height, int width, boolean all)
            implements InferenceRequest {}

    /**
     * Write the network to a file, and compare it.
     *
     * @param upTo module whose head is the output
     * @param pictures file of test images to compare; null if the data set no longer exists
     */
    record Export(
            long id,
            String format,
            int upTo,
            Map<String, String> metadata,
            String file,
            @Nullable String pictures) implements InferenceRequest {}
}
