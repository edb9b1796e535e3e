package dev.isograd.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a supervisor tells its child process, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SupervisorMessage.Start.class, name = "start"),
    @JsonSubTypes.Type(value = SupervisorMessage.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = SupervisorMessage.Ping.class, name = "ping")
})
public sealed interface SupervisorMessage {

    /** Paths of the spec file (JSON), the prepared data set and the folder for what the child writes. */
    record Start(String specFile, String datasetFolder, String outputFolder) implements SupervisorMessage {}

    /** Stop at the end of the current step. */
    record Cancel() implements SupervisorMessage {}

    record Ping() implements SupervisorMessage {}
}
