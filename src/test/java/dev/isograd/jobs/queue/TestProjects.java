package dev.isograd.jobs.queue;

import dev.isograd.accounts.Caller;
import dev.isograd.jobs.SampleJobs;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Projects for tests of the queue. */
public final class TestProjects {

    private TestProjects() {}

    /** Removes all jobs and all projects but the first, and returns a caller for that project. */
    public static Caller empty(JdbcClient jdbc) {
        SampleJobs.clear(jdbc);
        // Projects that this class creates have no keys.
        jdbc.sql("delete from project where id not in (select project_id from api_key)")
                .update();
        jdbc.sql("update project_slots set max_slots = null, weight = 1, last_claimed_at = null")
                .update();
        return jdbc.sql("select account_id, id from project order by id limit 1")
                .query((row, number) -> new Caller(row.getString(1), row.getString(2), Caller.Means.KEY))
                .single();
    }

    /** Creates another project of the same account, with a quota; null means no quota. */
    public static Caller another(JdbcClient jdbc, Caller caller, String name, @Nullable Integer maxSlots) {
        String id = "prj_" + name;
        jdbc.sql("insert into project values (:id, :account, :id, now()) on conflict do nothing")
                .param("id", id)
                .param("account", caller.account())
                .update();
        jdbc.sql("""
                insert into project_slots (project_id, max_slots) values (:id, :slots)
                on conflict (project_id) do update set max_slots = :slots""").param("id", id).param("slots", maxSlots).update();
        return new Caller(caller.account(), id, Caller.Means.KEY);
    }
}
