package dev.isograd.jobs;

import dev.isograd.accounts.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Projects for tests of the queue. */
final class TestProjects {

    private TestProjects() {}

    /** Removes all jobs and says who calls for the first project. */
    static Caller empty(JdbcClient jdbc) {
        jdbc.sql("truncate job, job_lease cascade").update();
        jdbc.sql("update project_slots set running_slots = 0, max_slots = null, weight = 1, last_claimed_at = null")
                .update();
        return jdbc.sql("select account_id, id from project order by id limit 1")
                .query((row, number) -> new Caller(row.getString(1), row.getString(2), Caller.Means.KEY))
                .single();
    }

    /** Another project of the same account, with its quota; null for none. */
    static Caller another(JdbcClient jdbc, Caller caller, String name, @Nullable Integer maxSlots) {
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
