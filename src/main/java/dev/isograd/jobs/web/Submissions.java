package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Creates jobs, once per Idempotency-Key; a repeated request gets the first answer unchanged. */
@Service
class Submissions {

    private final SubmissionReader reader;
    private final JobService jobs;
    private final RetryAndFork retryAndFork;
    private final IdempotentRequests requests;
    private final JsonMapper json;

    Submissions(
            SubmissionReader reader,
            JobService jobs,
            RetryAndFork retryAndFork,
            IdempotentRequests requests,
            JsonMapper json) {
        this.reader = reader;
        this.jobs = jobs;
        this.retryAndFork = retryAndFork;
        this.requests = requests;
        this.json = json;
    }

    @Transactional
    Outcome submit(Caller caller, @Nullable String key, JsonBody<SubmitJobRequest> body) {
        return once(
                caller,
                key,
                body.json(),
                () -> jobs.submit(caller, reader.read(body.value(), body.problems(), caller)));
    }

    @Transactional
    Outcome retry(Caller caller, @Nullable String key, String job, JsonBody<RetryRequest> body) {
        return once(
                caller, key, Map.of("retry", job, "body", body.json()), () -> retryAndFork.retry(caller, job, body));
    }

    @Transactional
    Outcome fork(Caller caller, @Nullable String key, String job, JsonBody<ForkRequest> body) {
        return once(caller, key, Map.of("fork", job, "body", body.json()), () -> retryAndFork.fork(caller, job, body));
    }

    private Outcome once(
            Caller caller, @Nullable String key, Map<String, ?> request, Supplier<JobResponse> submission) {
        return requests.once(
                caller.project(),
                key,
                request,
                () -> outcome(submission.get()),
                Function.identity(),
                Function.identity());
    }

    private Outcome outcome(JobResponse job) {
        return new Outcome(job.id(), json.writeValueAsString(job));
    }
}
