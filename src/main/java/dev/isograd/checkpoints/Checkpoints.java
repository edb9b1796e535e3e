package dev.isograd.checkpoints;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Repository of the table {@code checkpoint}. */
interface Checkpoints extends Repository<Checkpoint, String> {

    Checkpoint save(Checkpoint checkpoint);

    Optional<Checkpoint> findById(String id);

    @Query("from Checkpoint c where c.job = :job and c.attempt = :attempt and c.step = :step")
    Optional<Checkpoint> at(String job, int attempt, long step);

    /** Sorts by attempt and step, which both only increase, so the clock does not matter. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("""
            from Checkpoint c where c.job = :job and c.state = COMMITTED
            order by c.attempt desc, c.step desc""")
    List<Checkpoint> lockNewest(String job, Limit limit);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Checkpoint c where c.id = :id and c.job = :job and c.state = COMMITTED")
    List<Checkpoint> lockUsable(String id, String job);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Checkpoint c where c.id = :id")
    Optional<Checkpoint> lock(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Checkpoint c where c.id = :id and c.project = :project and c.state <> DELETING")
    Optional<Checkpoint> lock(String id, String project);

    @Query("from Checkpoint c where c.id = :id and c.project = :project and c.state <> DELETING")
    Optional<Checkpoint> find(String id, String project);

    @Query("""
            from Checkpoint c where c.job = :job and c.state <> DELETING and c.id < :before
            order by c.id desc""")
    List<Checkpoint> page(String job, String before, Limit limit);
}
