package dev.isograd.jobs.web;

import dev.isograd.jobs.JobEvent;
import dev.isograd.jobs.JobState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event of a job, as the API returns it. */
record EventResponse(
        String id,
        @Schema(examples = {"state", "checkpoint"}) String type,
        Instant at,
        @Nullable JobState from,
        @Nullable JobState to,
        JobResponse.@Nullable ReasonResponse reason,
        String message,
        int attempt) {

    static EventResponse of(JobEvent event) {
        return new EventResponse(
                event.id(),
                event.type(),
                event.at(),
                event.from(),
                event.to(),
                JobResponse.ReasonResponse.of(event.reason()),
                event.message(),
                event.attempt());
    }
}
