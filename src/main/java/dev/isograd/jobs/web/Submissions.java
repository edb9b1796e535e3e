package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.idempotency.IdempotentRequests;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Takes submissions, each Idempotency-Key once. */
@Service
class Submissions {

    private final SubmissionReader reader;
    private final JobService jobs;
    private final RetryAndFork derivation;
    private final IdempotentRequests requests;
    private final JsonMapper json;

    Submissions(
            SubmissionReader reader,
            JobService jobs,
            RetryAndFork derivation,
            IdempotentRequests requests,
            JsonMapper json) {
        this.reader = reader;
        this.jobs = jobs;
        this.derivation = derivation;
        this.requests = requests;
        this.json = json;
    }

    /** The new job's id, and all of it as JSON, so that a repetition gets the very same. */
    record Answer(String job, String body) {}

    @Transactional
    Answer submit(Caller caller, @Nullable String key, Map<String, @Nullable Object> body) {
        return once(caller, key, body, () -> jobs.submit(caller, reader.read(body, caller)));
    }

    @Transactional
    Answer retry(Caller caller, @Nullable String key, String job, Map<String, @Nullable Object> body) {
        return once(caller, key, Map.of("retry", job, "body", body), () -> derivation.retry(caller, job, body));
    }

    @Transactional
    Answer fork(Caller caller, @Nullable String key, String job, Map<String, @Nullable Object> body) {
        return once(caller, key, Map.of("fork", job, "body", body), () -> derivation.fork(caller, job, body));
    }

    private Answer once(Caller caller, @Nullable String key, Map<String, ?> request, Supplier<JobResponse> submission) {
        return requests.once(caller.project(), key, request, () -> answer(submission.get()), Answer::body, this::again);
    }

    private Answer answer(JobResponse job) {
        return new Answer(job.id(), json.writeValueAsString(job));
    }

    private Answer again(String body) {
        return new Answer(json.readTree(body).path("id").asString(), body);
    }
}
