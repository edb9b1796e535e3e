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
    @JsonSubTypes.Type(value = ChildMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ChildMessage.Done.class, name = "done"),
    @JsonSubTypes.Type(value = ChildMessage.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = ChildMessage.Failed.class, name = "failed")
})
public sealed interface ChildMessage {

    /** First message; a supervisor of another protocol version refuses it. */
    record Hello(int protocol, long pid) implements ChildMessage {}

    /** The network is built and the first step begins. */
    record Training(long parameters, List<List<String>> modules) implements ChildMessage {}

    record Progress(
            int epoch,
            int epochs,
            long step,
            long steps,
            @Nullable Long etaSeconds) implements ChildMessage {}

    record Metrics(List<Point> points) implements ChildMessage {}

    record Point(String name, @Nullable Integer module, long step, double value) {}

    record Pong() implements ChildMessage {}

    /** Trained to the end; the weights lie in the output folder under {@link TrainerProcess#WEIGHTS}. */
    record Done(Map<String, Object> result) implements ChildMessage {}

    /** Stopped before the end because it was asked to. */
    record Stopped() implements ChildMessage {}

    record Failed(ExitCode code, String message) implements ChildMessage {}
}
