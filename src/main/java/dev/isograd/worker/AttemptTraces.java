package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.JobRequests;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Marks what a thread logs and traces as part of an attempt, and of the request that submitted its job. */
@Component
@ConditionalOnRole(Role.WORKER)
class AttemptTraces {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptTraces.class);
    private static final String TRACEPARENT = "traceparent";

    private final JobRequests requests;
    private final Tracer tracer;
    private final @Nullable Propagator propagator;

    AttemptTraces(JobRequests requests, Tracer tracer, ObjectProvider<Propagator> propagator) {
        this.requests = requests;
        this.tracer = tracer;
        this.propagator = propagator.getIfAvailable();
    }

    /** Marks the current thread until the trace is closed. */
    Trace begin(ClaimedJob job) {
        AttemptId attempt = job.attempt();
        MDC.put("job", attempt.job());
        MDC.put("attempt", Integer.toString(attempt.number()));
        Optional<JobRequests.Origin> origin = origin(attempt);
        origin.ifPresent(request -> MDC.put("request", request.requestId()));
        String parent = origin.map(JobRequests.Origin::traceparent).orElse(null);
        Span span = (parent == null || propagator == null
                        ? tracer.spanBuilder()
                        : propagator.extract(Map.of(TRACEPARENT, parent), Map::get))
                .name("attempt")
                .tag("job", attempt.job())
                .tag("attempt", attempt.number())
                .start();
        return new Trace(span, tracer.withSpan(span));
    }

    private Optional<JobRequests.Origin> origin(AttemptId attempt) {
        try {
            return requests.of(attempt.job());
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("The request of {} cannot be read; its log lines lack it", attempt, unreachable);
            return Optional.empty();
        }
    }

    /** Begins a part of the attempt that the current thread runs. */
    Phase phase(String name) {
        return new Phase(tracer.nextSpan().name(name).start());
    }

    /** Returns the span of the current thread as W3C Trace Context writes it; null if traces are sent nowhere. */
    @Nullable
    String traceparent() {
        return JobRequests.traceparent(tracer.currentSpan());
    }

    /** The span of one attempt, on the thread that supervises it. */
    record Trace(Span span, Tracer.SpanInScope scope) implements AutoCloseable {

        @Override
        public void close() {
            scope.close();
            span.end();
            MDC.remove("job");
            MDC.remove("attempt");
            MDC.remove("request");
        }
    }

    /** The span of one part of an attempt. */
    record Phase(Span span) implements AutoCloseable {

        @Override
        public void close() {
            span.end();
        }
    }
}
