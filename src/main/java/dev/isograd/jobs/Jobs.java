package dev.isograd.jobs;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Optional;
import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/** The table of jobs. */
public interface Jobs extends Repository<Job, String> {

    @Query("from Job j where j.id = :id and j.project = :project and j.deletedAt is null")
    Optional<Job> find(String id, String project);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Job j where j.id = :id")
    Optional<Job> lock(String id);

    /** Returns nothing if another transaction has locked the row. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = SpecHints.HINT_SPEC_LOCK_TIMEOUT, value = Timeouts.SKIP_LOCKED_MILLI + ""))
    @Query("from Job j where j.id = :id")
    Optional<Job> lockUnlessLocked(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Job j where j.id = :id and j.project = :project and j.deletedAt is null")
    Optional<Job> lock(String id, String project);

    /** Also finds deleted jobs, until they are purged. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Job j where j.id = :id and j.project = :project and not j.purging")
    Optional<Job> lockRestorable(String id, String project);

    /** Locks a row without reading the whole job, because every batch of metrics calls this. */
    @Query(nativeQuery = true, value = """
            select id from job
            where id = :id and attempt = :attempt and state in ('RUNNING', 'PAUSING', 'CANCELLING') for no key update""")
    Optional<String> lockCurrent(String id, int attempt);

    /** Delays the next claim. Half of the delay is random, so that many jobs do not return at the same time. */
    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
            update job set queued_at = clock_timestamp(),
                not_before = clock_timestamp() + :millis * (0.5 + random() / 2) * interval '1 ms'
            where id = :id""")
    void delay(String id, long millis);

    @Modifying
    @Query("""
            update Job j set j.epoch = :epoch, j.epochs = :epochs, j.step = :step, j.steps = :steps,
                j.etaSeconds = :etaSeconds
            where j.id = :id and j.attempt = :attempt and j.state in (RUNNING, PAUSING, CANCELLING)""")
    int advance(String id, int attempt, int epoch, int epochs, long step, long steps, @Nullable Long etaSeconds);
}
