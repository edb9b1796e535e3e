package dev.isograd.jobs.queue;

import dev.isograd.accounts.SlotQuotas;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of slot quotas by project. */
@Component
public class ProjectSlots implements SlotQuotas {

    private final JdbcClient jdbc;
    private final JobProperties settings;

    ProjectSlots(JdbcClient jdbc, JobProperties settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** Creates the row of a project if it is missing; jobs of a project without a row cannot be claimed. */
    @Override
    public void open(String project) {
        jdbc.sql("""
                insert into project_slots (project_id, max_slots) values (:project, :slots)
                on conflict (project_id) do nothing""")
                .param("project", project)
                .param("slots", settings.projectSlots())
                .update();
    }

    /** Changes the limit; jobs that run already keep their slots. */
    @Override
    public void limit(String project, @Nullable Integer slots) {
        jdbc.sql("""
                insert into project_slots (project_id, max_slots) values (:project, :slots)
                on conflict (project_id) do update set max_slots = excluded.max_slots""").param("project", project).param("slots", slots).update();
    }

    @Override
    public Map<String, Integer> limits(Collection<String> projects) {
        Map<String, @Nullable Integer> limits = new HashMap<>();
        projects.forEach(project -> limits.put(project, settings.projectSlots()));
        if (!projects.isEmpty()) {
            jdbc.sql("select project_id, max_slots from project_slots where project_id in (:projects)")
                    .param("projects", projects)
                    .query(row -> {
                        limits.put(row.getString(1), row.getObject(2, Integer.class));
                    });
        }
        Map<String, Integer> found = new HashMap<>();
        limits.forEach((project, slots) -> {
            if (slots != null) {
                found.put(project, slots);
            }
        });
        return found;
    }
}
