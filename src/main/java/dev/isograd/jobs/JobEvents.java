package dev.isograd.jobs;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of events. */
interface JobEvents extends Repository<JobEvent, String>, Inserts<JobEvent> {

    @Query("from JobEvent e where e.job = :job and e.id > :after order by e.id")
    List<JobEvent> after(String job, String after, Limit limit);
}
