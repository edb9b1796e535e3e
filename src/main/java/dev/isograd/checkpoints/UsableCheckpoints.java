package dev.isograd.checkpoints;

import dev.isograd.DatabaseClock;
import dev.isograd.jobs.SavedStates;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds checkpoints that trainings can resume from, and protects them from retention while they are copied. */
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
        return byId(checkpoint, job).isPresent();
    }

    @Override
    public long step(String checkpoint) {
        return rows.findById(checkpoint).orElseThrow().step();
    }

    Optional<Checkpoint> newest(String job) {
        return hold(rows.lockNewest(job, Limit.of(1)));
    }

    Optional<Checkpoint> byId(String id, String job) {
        return hold(rows.lockUsable(id, job));
    }

    /** Relies on the row lock of the query: retention sees the hold, or it was first and the query found nothing. */
    private Optional<Checkpoint> hold(List<Checkpoint> found) {
        found.forEach(checkpoint -> checkpoint.holdFrom(clock.now()));
        return found.stream().findFirst();
    }
}
