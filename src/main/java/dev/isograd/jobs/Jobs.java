package dev.isograd.jobs;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of jobs. */
interface Jobs extends Repository<Job, String>, Inserts<Job> {

    Optional<Job> findByIdAndProject(String id, String project);

    /** Null and empty filters let everything through; {@code labels} is a JSON object. */
    @Query(nativeQuery = true, value = """
            select * from job
            where project_id = :project
                and (cardinality(cast(:states as text[])) = 0 or state = any (cast(:states as text[])))
                and labels @> cast(:labels as jsonb)
                and (cast(:name as text) is null or name = :name)
                and (cast(:createdAfter as timestamptz) is null or created_at > :createdAfter)
                and (cast(:createdBefore as timestamptz) is null or created_at < :createdBefore)
                and (cast(:after as text) is null or id < :after)
            order by id desc limit :limit""")
    List<Job> page(
            String project,
            String[] states,
            String labels,
            @Nullable String name,
            @Nullable Instant createdAfter,
            @Nullable Instant createdBefore,
            @Nullable String after,
            int limit);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Job j where j.id = :id")
    Optional<Job> lock(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Job j where j.id = :id and j.project = :project")
    Optional<Job> lock(String id, String project);

    /** The wait before the next claim is half of it chance, so that many jobs do not come back at once. */
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

    /**
     * Counts no further than anybody wants to know, and once for all jobs of a project: a long queue would be read again
     * for every job shown.
     */
    @Query(nativeQuery = true, value = """
            with wanted as (
                select id, project_id, device, slots, not_before from job
                where id = any (cast(:ids as text[])) and state = 'QUEUED'),
            place as (
                select head.* from (select distinct project_id from wanted) p cross join lateral (
                    select id, row_number() over (order by priority desc, id) - 1 as ahead from job
                    where project_id = p.project_id and state = 'QUEUED' order by priority desc, id limit 1000) head)
            select wanted.id, wanted.device, wanted.slots, wanted.not_before > clock_timestamp() as delayed,
                coalesce(p.running_slots + wanted.slots > p.max_slots, false) as over_quota,
                p.max_slots as quota, coalesce(place.ahead, 1000) as ahead
            from wanted left join project_slots p using (project_id) left join place on place.id = wanted.id""")
    List<WaitingJob> waiting(String[] ids);

    /** Why a queued job has not been claimed yet. */
    interface WaitingJob {
        String getId();

        String getDevice();

        int getSlots();

        @Nullable
        Boolean getDelayed();

        boolean getOverQuota();

        @Nullable
        Integer getQuota();

        long getAhead();
    }
}
