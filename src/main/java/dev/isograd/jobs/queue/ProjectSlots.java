package dev.isograd.jobs.queue;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of slot quotas by project. */
@Component
public class ProjectSlots {

    private final JdbcClient jdbc;
    private final JobProperties settings;

    ProjectSlots(JdbcClient jdbc, JobProperties settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** Creates the row of a project if it is missing; jobs of a project without a row cannot be claimed. */
    public void open(String project) {
        jdbc.sql("""
                insert into project_slots (project_id, max_slots) values (:project, :slots)
                on conflict (project_id) do nothing""")
                .param("project", project)
                .param("slots", settings.projectSlots())
                .update();
    }
}
