package dev.isograd.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a child process tells its supervisor, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChildMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ChildMessage.Training.class, name = "training"),
    @JsonSubTypes.Type(value = ChildMessage.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = ChildMessage.Metrics.class, name = "metrics"),
    @JsonSubTypes.Type(value = ChildMessage.CheckpointReady.class, name = "checkpointReady"),
    @JsonSubTypes.Type(value = ChildMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ChildMessage.Done.class, name = "done"),
    @JsonSubTypes.Type(value = ChildMessage.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = ChildMessage.Failed.class, name = "failed")
})
public sealed interface ChildMessage {

    /** First message; a supervisor of another protocol version refuses it. */
    record Hello(int protocol, long pid) implements ChildMessage {}

    /**
     * The network is built and the first step begins.
     *
     * @param resumedFromStep steps that the loaded state had done; 0 for a training from the start
     */
    record Training(long parameters, List<List<String>> modules, long resumedFromStep) implements ChildMessage {}

    record Progress(
            int epoch,
            int epochs,
            long step,
            long steps,
            @Nullable Long etaSeconds) implements ChildMessage {}

    record Metrics(List<Point> points) implements ChildMessage {}

    record Point(String name, @Nullable Integer module, long step, double value) {}

    /**
     * The state of the training lies whole in the output folder; the child changes and removes nothing of it.
     *
     * @param file name in the output folder
     * @param epoch epochs that have ended
     * @param step steps that have ended
     * @param testAccuracy of the last evaluation; null before the first one, as the loss
     * @param versions what the state was made by and from, as in the result
     */
    record CheckpointReady(
            String file,
            long bytes,
            String sha256,
            int epoch,
            long step,
            @Nullable Double testAccuracy,
            @Nullable Double testLoss,
            SaveReason reason,
            TimeSpent spent,
            Map<String, Object> versions)
            implements ChildMessage {}

    record Pong() implements ChildMessage {}

    /** Trained to the end; the weights lie in the output folder under {@link TrainerProcess#WEIGHTS}. */
    record Done(Map<String, Object> result) implements ChildMessage {}

    /** Stopped before the end because it was asked to. */
    record Stopped() implements ChildMessage {}

    record Failed(ExitCode code, String message) implements ChildMessage {}
}
