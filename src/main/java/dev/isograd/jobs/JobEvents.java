package dev.isograd.jobs;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of events. */
interface JobEvents extends Repository<JobEvent, String>, Inserts<JobEvent> {

    /**
     * By the number that the database gives them as they are committed: ids come from the clocks of several processes, and
     * whoever reads on after one could miss another for ever.
     */
    @Query(nativeQuery = true, value = """
            select * from job_event
            where job_id = :job and (:after = '' or number > (
                select number from job_event where job_id = :job and id = :after))
            order by number limit :limit""")
    List<JobEvent> after(String job, String after, int limit);
}
