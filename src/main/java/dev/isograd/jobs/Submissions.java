package dev.isograd.jobs;

import dev.isograd.Digests;
import dev.isograd.accounts.Caller;
import jakarta.persistence.EntityManager;
import java.util.Map;
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
    private final IdempotentRequests requests;
    private final EntityManager entities;
    private final JsonMapper json;

    Submissions(
            SubmissionReader reader,
            JobService jobs,
            IdempotentRequests requests,
            EntityManager entities,
            JsonMapper json) {
        this.reader = reader;
        this.jobs = jobs;
        this.requests = requests;
        this.entities = entities;
        this.json = json;
    }

    /** The answer as text, so that a repetition gets the very same. */
    @Transactional
    IdempotentRequests.Answer submit(Caller caller, @Nullable String key, Map<String, @Nullable Object> body) {
        if (key == null) {
            return submit(caller, body);
        }
        byte[] hash = hash(body);
        return requests.find(caller.project(), key, hash).orElseGet(() -> {
            IdempotentRequests.Answer answer = submit(caller, body);
            // The row below refers to the job's row, which JPA would write only at the end.
            entities.flush();
            requests.remember(caller.project(), key, hash, answer);
            return answer;
        });
    }

    private IdempotentRequests.Answer submit(Caller caller, Map<String, @Nullable Object> body) {
        JobResponse job = jobs.submit(caller, reader.read(body, caller));
        return new IdempotentRequests.Answer(job.id(), json.writeValueAsString(job));
    }

    /** Of what the body says, not of its spaces and the order of its fields. */
    private byte[] hash(Map<String, @Nullable Object> body) {
        return Digests.sha256()
                .digest(json.writer()
                        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsBytes(body));
    }
}
