package dev.isograd.jobs;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of attempts. */
interface JobAttempts extends Repository<JobAttempt, AttemptId> {

    @Query("from JobAttempt a where a.id.job in (:jobs) order by a.id.job, a.id.number")
    List<JobAttempt> ofJobs(Collection<String> jobs);
}
