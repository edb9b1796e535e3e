package dev.isograd.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages from a child process to its supervisor, one JSON line each. A line without a required value is no message. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChildMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ChildMessage.Training.class, name = "training"),
    @JsonSubTypes.Type(value = ChildMessage.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = ChildMessage.Metrics.class, name = "metrics"),
    @JsonSubTypes.Type(value = ChildMessage.Withdrawn.class, name = "withdrawn"),
    @JsonSubTypes.Type(value = ChildMessage.CheckpointReady.class, name = "checkpointReady"),
    @JsonSubTypes.Type(value = ChildMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ChildMessage.Done.class, name = "done"),
    @JsonSubTypes.Type(value = ChildMessage.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = ChildMessage.Failed.class, name = "failed")
})
public sealed interface ChildMessage {

    /** The first message; the supervisor refuses another protocol version. */
    record Hello(int protocol, long pid) implements ChildMessage {}

    /**
     * The network is built and the first step starts.
     *
     * @param resumedFromStep number of steps done by the loaded state; 0 for a training from the beginning
     */
    record Training(long parameters, List<List<String>> modules, long resumedFromStep) implements ChildMessage {

        public Training {
            Objects.requireNonNull(modules);
        }
    }

    record Progress(
            int epoch,
            int epochs,
            long step,
            long steps,
            @Nullable Long etaSeconds) implements ChildMessage {}

    record Metrics(List<Point> points) implements ChildMessage {

        public Metrics {
            points = List.copyOf(points);
        }
    }

    record Point(String name, @Nullable Integer module, long step, double value) {

        public Point {
            Objects.requireNonNull(name);
        }
    }

    /**
     * A complete checkpoint is in the output folder; the child neither changes nor removes it.
     *
     * @param file file name in the output folder
     * @param epoch number of completed epochs
     * @param step number of completed steps
     * @param testAccuracy accuracy of the last evaluation; null before the first one, as the loss
     * @param spent training time over all attempts
     * @param versions library versions, device, seed and data set digest, as in the result
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
            TrainingTime spent,
            Map<String, Object> versions)
            implements ChildMessage {

        public CheckpointReady {
            Objects.requireNonNull(file);
            Objects.requireNonNull(sha256);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(spent);
            Objects.requireNonNull(versions);
        }
    }

    /** The metrics of this step and later ones are not valid; others will follow. */
    record Withdrawn(long fromStep) implements ChildMessage {}

    record Pong() implements ChildMessage {}

    /** The training has ended; the weights are in the output folder under {@link TrainerProcess#WEIGHTS}. */
    record Done(Map<String, Object> result) implements ChildMessage {

        public Done {
            Objects.requireNonNull(result);
        }
    }

    /** The training stopped early because the supervisor requested it. */
    record Stopped() implements ChildMessage {}

    record Failed(ExitCode code, String message) implements ChildMessage {

        public Failed {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }
    }
}
