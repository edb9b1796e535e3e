package dev.isograd.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages from the supervisor to its child process, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SupervisorMessage.Start.class, name = "start"),
    @JsonSubTypes.Type(value = SupervisorMessage.Import.class, name = "import"),
    @JsonSubTypes.Type(value = SupervisorMessage.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = SupervisorMessage.CheckpointNow.class, name = "checkpointNow"),
    @JsonSubTypes.Type(value = SupervisorMessage.CheckpointTaken.class, name = "checkpointTaken"),
    @JsonSubTypes.Type(value = SupervisorMessage.Ping.class, name = "ping")
})
public sealed interface SupervisorMessage {

    /**
     * Start the training.
     *
     * @param specFile path of the spec (JSON)
     * @param datasetFolder path of the prepared data set
     * @param outputFolder path of the folder for all files of the child
     * @param resume null for a training from the beginning
     * @param traceparent the span of the attempt, as W3C Trace Context writes it; null if it is not traced
     */
    record Start(
            String specFile,
            String datasetFolder,
            String outputFolder,
            @Nullable Resume resume,
            Interval interval,
            @Nullable String traceparent)
            implements SupervisorMessage {

        public Start {
            Objects.requireNonNull(specFile);
            Objects.requireNonNull(datasetFolder);
            Objects.requireNonNull(outputFolder);
            Objects.requireNonNull(interval);
        }
    }

    /**
     * Start the import of a data set.
     *
     * @param orderFile path of the import's order (JSON)
     * @param outputFolder path of the folder for all files of the child; the prepared data set is its folder {@code dataset}
     */
    record Import(String orderFile, String outputFolder) implements SupervisorMessage {

        public Import {
            Objects.requireNonNull(orderFile);
            Objects.requireNonNull(outputFolder);
        }
    }

    /**
     * A saved state to resume from, and the training time when it was saved.
     *
     * @param fork whether the state belongs to another spec
     */
    record Resume(String stateFile, TrainingTime spent, boolean fork) {

        public Resume {
            Objects.requireNonNull(stateFile);
            Objects.requireNonNull(spent);
        }
    }

    /** The interval between two checkpoints: both seconds and steps must have passed. */
    record Interval(long seconds, long steps) {}

    /**
     * Stop at the end of the current step.
     *
     * @param checkpoint whether the state is saved first
     */
    record Stop(boolean checkpoint) implements SupervisorMessage {}

    /** Save the state at the end of the current step and continue. */
    record CheckpointNow() implements SupervisorMessage {}

    /** The first try to store the last checkpoint is over; the next checkpoint may be written when due. */
    record CheckpointTaken() implements SupervisorMessage {}

    record Ping() implements SupervisorMessage {}
}
