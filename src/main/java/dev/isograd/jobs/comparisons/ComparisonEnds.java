package dev.isograd.jobs.comparisons;

import dev.isograd.jobs.JobHistory;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Notes the end of a comparison in the transaction that ends its last training. */
@Component
class ComparisonEnds {

    private final JdbcClient database;
    private final ComparisonRows rows;
    private final EntityManager entities;
    private final ApplicationEventPublisher publisher;
    private final InstantSource clock;

    ComparisonEnds(
            JdbcClient database,
            ComparisonRows rows,
            EntityManager entities,
            ApplicationEventPublisher publisher,
            InstantSource clock) {
        this.database = database;
        this.rows = rows;
        this.entities = entities;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Runs at the end of the transaction, when all jobs that it changes are locked. Every transaction then locks jobs before
     * comparisons, so that none waits for another that waits for it.
     */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void jobEnded(JobHistory.Ended ended) {
        entities.flush();
        unfinished(ended.job()).forEach(this::finish);
    }

    /**
     * Finds comparisons whose last training was ended by a process of an earlier version, which does not note it.
     */
    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT10M")
    @Transactional
    public void findMissed() {
        database.sql("select id from comparison where finished_at is null order by id for no key update")
                .query((row, number) -> row.getString(1))
                .list()
                .forEach(this::finish);
    }

    /** Locks the comparisons. The last of two transactions that end two jobs sees what the other has done. */
    private List<String> unfinished(String job) {
        return database.sql("""
                        select id from comparison
                        where id in (select * from comparisons_of(:job)) and finished_at is null
                        order by id for no key update""")
                .param("job", job)
                .query((row, number) -> row.getString(1))
                .list();
    }

    private void finish(String comparison) {
        boolean isOver = rows.members(List.of(comparison)).getOrDefault(comparison, List.of()).stream()
                .allMatch(member -> member.state().isTerminal());
        if (isOver) {
            Instant now = clock.instant();
            database.sql("update comparison set finished_at = :now where id = :id returning id, project_id, name")
                    .param("now", Timestamp.from(now))
                    .param("id", comparison)
                    .query((row, number) ->
                            new ComparisonFinished(row.getString(1), row.getString(2), row.getString(3), now))
                    .list()
                    .forEach(publisher::publishEvent);
        }
    }
}
