package dev.isograd.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a supervisor tells its child process, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SupervisorMessage.Start.class, name = "start"),
    @JsonSubTypes.Type(value = SupervisorMessage.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = SupervisorMessage.CheckpointNow.class, name = "checkpointNow"),
    @JsonSubTypes.Type(value = SupervisorMessage.CheckpointTaken.class, name = "checkpointTaken"),
    @JsonSubTypes.Type(value = SupervisorMessage.Ping.class, name = "ping")
})
public sealed interface SupervisorMessage {

    /**
     * Train.
     *
     * @param specFile path of the spec (JSON)
     * @param datasetFolder path of the prepared data set
     * @param outputFolder path of the folder for what the child writes
     * @param resume null for a training from the start
     */
    record Start(
            String specFile,
            String datasetFolder,
            String outputFolder,
            @Nullable Resume resume,
            Interval interval) implements SupervisorMessage {}

    /**
     * A saved state to go on from, and what the training had taken when it was saved.
     *
     * @param fork whether it is of another spec
     */
    record Resume(String stateFile, TimeSpent spent, boolean fork) {}

    /** Time between two checkpoints: both have to have passed. */
    record Interval(long seconds, long steps) {}

    /**
     * Stop at the end of the current step.
     *
     * @param checkpoint whether the state is saved first
     */
    record Stop(boolean checkpoint) implements SupervisorMessage {}

    /** Save the state at the end of the current step and go on. */
    record CheckpointNow() implements SupervisorMessage {}

    /** The last checkpoint was stored, or could not be for now: the next may be written when it is time. */
    record CheckpointTaken() implements SupervisorMessage {}

    record Ping() implements SupervisorMessage {}
}
