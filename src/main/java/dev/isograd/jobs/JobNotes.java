package dev.isograd.jobs;

import dev.isograd.Ids;
import dev.isograd.StorableText;
import java.sql.Timestamp;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down what else happens to a job beside its changes of state, for its events. */
@Component
public class JobNotes {

    private static final String INSERT = """
            insert into job_event (id, job_id, type, at, message, attempt)
            values (:id, :job, :type, :at, :message, :attempt)""";

    private static final int LONGEST = 4_000;

    private final JobQueue queue;
    private final JdbcClient jdbc;
    private final Ids ids;
    private final InstantSource clock;

    JobNotes(JobQueue queue, JdbcClient jdbc, Ids ids, InstantSource clock) {
        this.queue = queue;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param type what it is about, in one word
     * @throws AttemptSuperseded if the attempt no longer counts
     */
    @Transactional
    public void note(AttemptId attempt, String type, String message) {
        queue.requireCurrent(attempt);
        jdbc.sql(INSERT)
                .param("id", ids.next("evt"))
                .param("job", attempt.job())
                .param("type", type)
                .param("at", Timestamp.from(clock.instant()))
                .param("message", StorableText.of(message, LONGEST))
                .param("attempt", attempt.number())
                .update();
    }
}
