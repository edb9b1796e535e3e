package dev.isograd.inference;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** Messages from a child process with one trained network, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InferenceReply.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = InferenceReply.Probabilities.class, name = "probabilities"),
    @JsonSubTypes.Type(value = InferenceReply.Exported.class, name = "exported"),
    @JsonSubTypes.Type(value = InferenceReply.Failed.class, name = "failed")
})
sealed interface InferenceReply {

    /** The number of {@link InferenceRequest.Open}, which has none of its own. */
    long OPENING = 0;

    /** The request that this answers. */
    long id();

    /** The network is loaded. The names of its classes are in a file of its folder. */
    record Opened(int modules) implements InferenceReply {

        @Override
        public long id() {
            return OPENING;
        }
    }

    /**
     * A part of one head's answer, because a line has a limited length.
     *
     * @param values as little-endian floats, of the classes that follow those sent before
     * @param isLast whether nothing else follows for the request
     */
    record Probabilities(long id, int module, byte[] values, boolean isLast) implements InferenceReply {

        public Probabilities {
            Objects.requireNonNull(values);
        }
    }

    /** @param maxDifference largest difference of a score to the trained network's */
    record Exported(long id, long bytes, String sha256, double maxDifference) implements InferenceReply {

        public Exported {
            Objects.requireNonNull(sha256);
        }
    }

    /** @param message a sentence for the user */
    record Failed(long id, Cause cause, String message) implements InferenceReply {

        public Failed {
            Objects.requireNonNull(cause);
            Objects.requireNonNull(message);
        }
    }

    /** Whose fault a failure is. */
    enum Cause {
        /** The picture cannot be read. */
        PICTURE,
        /** The request names something that does not exist. */
        REQUEST,
        /** The exported file differs from the network. */
        MISMATCH,
        INTERNAL
    }
}
