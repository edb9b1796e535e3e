package dev.isograd.jobs.queue;

import dev.isograd.jobs.JobHistory;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The requests that submitted jobs, with the trace that each was part of. */
@Component
public class JobRequests {

    private final JdbcClient jdbc;
    private final Tracer tracer;

    JobRequests(JdbcClient jdbc, Tracer tracer) {
        this.jdbc = jdbc;
        this.tracer = tracer;
    }

    /**
     * A request that submitted a job.
     *
     * @param traceparent its span, as W3C Trace Context writes it; null if it was not traced
     */
    public record Origin(String requestId, @Nullable String traceparent) {}

    /** Part of the transaction that queues the job. Later requests, such as one that resumes it, change nothing. */
    @EventListener
    void queued(JobHistory.Queued event) {
        String request = MDC.get("request");
        if (request != null) {
            jdbc.sql("""
                            insert into job_request (job_id, request_id, traceparent) values (:job, :request, :trace)
                            on conflict do nothing""")
                    .param("job", event.job())
                    .param("request", request)
                    .param("trace", traceparent(tracer.currentSpan()))
                    .update();
        }
    }

    /** Returns nothing for a job that an earlier version accepted. */
    public Optional<Origin> of(String job) {
        return jdbc.sql("select request_id, traceparent from job_request where job_id = :job")
                .param("job", job)
                .query((row, number) -> new Origin(row.getString(1), row.getString(2)))
                .optional();
    }

    /** Returns the span as W3C Trace Context writes it; null if it is not sent anywhere. */
    public static @Nullable String traceparent(@Nullable Span span) {
        if (span == null || span.isNoop()) {
            return null;
        }
        TraceContext context = span.context();
        return "00-%s-%s-%s"
                .formatted(context.traceId(), context.spanId(), Boolean.TRUE.equals(context.sampled()) ? "01" : "00");
    }
}
