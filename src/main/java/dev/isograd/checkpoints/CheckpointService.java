package dev.isograd.checkpoints;

import dev.isograd.access.Ownership;
import dev.isograd.http.Page;
import dev.isograd.jobs.JobAccess;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lists, pins and looks up checkpoints within the caller's project. */
@Service
@Transactional
class CheckpointService implements Ownership {

    private static final Pattern ID = Pattern.compile("ckpt_[0-9a-z]{1,64}");

    private final Checkpoints rows;
    private final JobAccess jobs;

    CheckpointService(Checkpoints rows, JobAccess jobs) {
        this.rows = rows;
        this.jobs = jobs;
    }

    @Transactional(readOnly = true)
    Page<CheckpointResponse> list(String job, String before, int limit) {
        return Page.of(rows.page(job, before, Limit.of(limit + 1)), limit, Checkpoint::id)
                .map(CheckpointResponse::of);
    }

    CheckpointResponse pin(String project, String id, boolean pinned) {
        Checkpoint checkpoint = visible(project, wellFormed(id).flatMap(it -> rows.lock(it, project)));
        checkpoint.setPinned(pinned);
        return CheckpointResponse.of(checkpoint);
    }

    @Transactional(readOnly = true)
    Checkpoint downloadable(String project, String id) {
        Checkpoint checkpoint = visible(project, wellFormed(id).flatMap(it -> rows.find(it, project)));
        if (checkpoint.state() == CheckpointState.CORRUPT) {
            throw CheckpointProblem.corrupt();
        }
        return checkpoint;
    }

    /**
     * Finds the checkpoint of a signed link, which may have been created before the checkpoint was deleted or
     * corrupted.
     */
    @Transactional(readOnly = true)
    Checkpoint linked(String id) {
        Checkpoint checkpoint = wellFormed(id).flatMap(rows::findById).orElseThrow(CheckpointProblem::notFound);
        if (checkpoint.state() != CheckpointState.COMMITTED) {
            throw CheckpointProblem.gone();
        }
        return checkpoint;
    }

    @Override
    public String pattern() {
        return "/api/v1/checkpoints/{id}";
    }

    @Override
    @Transactional(readOnly = true)
    public void check(String project, String id) {
        visible(project, wellFormed(id).flatMap(it -> rows.find(it, project)));
    }

    /** The checkpoints of a deleted job are hidden with it. */
    private Checkpoint visible(String project, Optional<Checkpoint> found) {
        return found.filter(checkpoint -> jobs.exists(project, checkpoint.job()))
                .orElseThrow(CheckpointProblem::notFound);
    }

    private static Optional<String> wellFormed(String id) {
        return Optional.of(id).filter(text -> ID.matcher(text).matches());
    }
}
