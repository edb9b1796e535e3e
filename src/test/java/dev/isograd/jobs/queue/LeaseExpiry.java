package dev.isograd.jobs.queue;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets leases expire and reaps them when a test asks for it. */
public class LeaseExpiry {

    private final ExpiredLeaseReaper reaper;
    private final JdbcClient jdbc;

    LeaseExpiry(ExpiredLeaseReaper reaper, JdbcClient jdbc) {
        this.reaper = reaper;
        this.jdbc = jdbc;
    }

    /** Returns the number of leases. */
    public int expireAll() {
        return jdbc.sql("update job_lease set expires_at = clock_timestamp() - interval '1 ms'")
                .update();
    }

    public void reap() {
        reaper.reap();
    }
}
