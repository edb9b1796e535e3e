package dev.isograd.checkpoints;

import dev.isograd.DatabaseClock;
import dev.isograd.jobs.SavedStates;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds what trainings can go on from and keeps it from retention while it is on its way. */
@Component
@Transactional
class UsableCheckpoints implements SavedStates {

    private final Checkpoints rows;
    private final DatabaseClock clock;

    UsableCheckpoints(Checkpoints rows, DatabaseClock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Optional<String> holdNewest(String job) {
        return newest(job).map(Checkpoint::id);
    }

    @Override
    public boolean hold(String job, String checkpoint) {
        return named(checkpoint, job).isPresent();
    }

    Optional<Checkpoint> newest(String job) {
        return hold(rows.lockNewest(job, Limit.of(1)));
    }

    Optional<Checkpoint> named(String id, String job) {
        return hold(rows.lockUsable(id, job));
    }

    /** Its row is locked: either retention sees that it is held, or it was not found here. */
    private Optional<Checkpoint> hold(List<Checkpoint> found) {
        found.forEach(checkpoint -> checkpoint.holdFrom(clock.now()));
        return found.stream().findFirst();
    }
}
