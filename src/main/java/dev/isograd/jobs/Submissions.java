package dev.isograd.jobs;

import dev.isograd.Digests;
import dev.isograd.accounts.Caller;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Takes submissions, each Idempotency-Key once. */
@Service
class Submissions {

    private final SubmissionReader reader;
    private final JobService jobs;
    private final JobDerivation derivation;
    private final IdempotentRequests requests;
    private final EntityManager entities;
    private final JsonMapper json;

    Submissions(
            SubmissionReader reader,
            JobService jobs,
            JobDerivation derivation,
            IdempotentRequests requests,
            EntityManager entities,
            JsonMapper json) {
        this.reader = reader;
        this.jobs = jobs;
        this.derivation = derivation;
        this.requests = requests;
        this.entities = entities;
        this.json = json;
    }

    @Transactional
    IdempotentRequests.Answer submit(Caller caller, @Nullable String key, Map<String, @Nullable Object> body) {
        return once(caller, key, body, () -> jobs.submit(caller, reader.read(body, caller)));
    }

    @Transactional
    IdempotentRequests.Answer retry(
            Caller caller, @Nullable String key, String job, Map<String, @Nullable Object> body) {
        return once(caller, key, Map.of("retry", job, "body", body), () -> derivation.retry(caller, job, body));
    }

    @Transactional
    IdempotentRequests.Answer fork(
            Caller caller, @Nullable String key, String job, Map<String, @Nullable Object> body) {
        return once(caller, key, Map.of("fork", job, "body", body), () -> derivation.fork(caller, job, body));
    }

    /** The answer as text, so that a repetition gets the very same. */
    private IdempotentRequests.Answer once(
            Caller caller, @Nullable String key, Map<String, ?> request, Supplier<JobResponse> submission) {
        if (key == null) {
            return answer(submission.get());
        }
        byte[] hash = hash(request);
        return requests.find(caller.project(), key, hash).orElseGet(() -> {
            IdempotentRequests.Answer answer = answer(submission.get());
            // The row below refers to the job's row, which JPA would write only at the end.
            entities.flush();
            requests.remember(caller.project(), key, hash, answer);
            return answer;
        });
    }

    private IdempotentRequests.Answer answer(JobResponse job) {
        return new IdempotentRequests.Answer(job.id(), json.writeValueAsString(job));
    }

    /** Of what the body says, not of its spaces and the order of its fields. */
    private byte[] hash(Map<String, ?> body) {
        return Digests.sha256()
                .digest(json.writer()
                        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsBytes(body));
    }
}
