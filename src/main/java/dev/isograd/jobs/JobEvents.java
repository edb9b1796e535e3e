package dev.isograd.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of job events. */
public interface JobEvents extends Repository<JobEvent, String> {

    /**
     * Returns events, newest first. They are ordered by the number that the database assigns, because ids contain the clock
     * times of several processes.
     */
    @Query(nativeQuery = true, value = """
            select * from job_event
            where job_id = :job and (cast(:after as text) is null or number < (
                select number from job_event where job_id = :job and id = :after))
            order by number desc limit :limit""")
    List<JobEvent> page(String job, @Nullable String after, int limit);
}
