package dev.isograd.attempts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.isograd.trainer.ChildMessage;
import java.util.Objects;

/** What a pod reports, in order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PodEntry.Message.class, name = "message"),
    @JsonSubTypes.Type(value = PodEntry.Line.class, name = "line"),
    @JsonSubTypes.Type(value = PodEntry.Exit.class, name = "exit")
})
public sealed interface PodEntry {

    /** A message of the child process. Files that it names were uploaded before. */
    record Message(ChildMessage message) implements PodEntry {

        public Message {
            Objects.requireNonNull(message);
        }
    }

    /** A line that the child process has printed. */
    record Line(boolean error, String text) implements PodEntry {

        public Line {
            Objects.requireNonNull(text);
        }
    }

    /**
     * The child process has ended.
     *
     * @param oomKilled whether the kernel killed a process of the pod for lack of memory
     * @param stopped whether the cluster has told the pod to stop
     */
    record Exit(int status, boolean oomKilled, boolean stopped) implements PodEntry {}
}
