package dev.isograd.jobs.retention;

import java.time.Instant;
import java.util.List;

/**
 * One kind of data that jobs leave and that a project may keep for some days only; the package that owns the data implements
 * it.
 */
public interface JobData {

    /** What is kept or deleted. */
    enum Kind {
        NETWORKS,
        EXPORTS,
        CHECKPOINTS,
        METRICS,
        LOGS
    }

    Kind kind();

    /** Returns jobs of a project that have such data, in the order of their ids, from behind {@code after}. */
    List<String> jobs(String project, String after, int limit);

    /**
     * Deletes such data of a job that is over and that no unfinished job starts from. Called in a transaction of its own; data
     * in use stays and is deleted by a later call.
     *
     * @param before data that was made later stays, although the job was over by then
     */
    void delete(String job, Instant before);
}
