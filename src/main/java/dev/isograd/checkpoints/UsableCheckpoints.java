package dev.isograd.checkpoints;

import dev.isograd.jobs.SavedStates;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells the package of jobs which checkpoints a new job can go on from. */
@Component
@Transactional(readOnly = true)
class UsableCheckpoints implements SavedStates {

    private final Checkpoints rows;

    UsableCheckpoints(Checkpoints rows) {
        this.rows = rows;
    }

    @Override
    public Optional<String> newest(String job) {
        return rows.newest(job, Limit.of(1)).stream().findFirst();
    }

    @Override
    public boolean exists(String job, String checkpoint) {
        return rows.isUsable(checkpoint, job);
    }
}
