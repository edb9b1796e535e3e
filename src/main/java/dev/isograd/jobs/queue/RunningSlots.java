package dev.isograd.jobs.queue;

/** SQL about the slots of the workers that have reported within the last minute. */
final class RunningSlots {

    /**
     * Query: for each kind of device and number of slots, the largest memory estimate in bytes of a job that this many
     * slots on one running worker take. Devices out of service do not count. An instance of a GPU (MIG) serves no job
     * with several slots, because CUDA shows a process one instance at most. A worker of an older version reports no
     * devices, and its slots take jobs of any size.
     */
    static final String LARGEST = """
            select kind, slots, max(fitting_bytes) as bytes from (
                select kind, fitting_bytes,
                    cast(row_number() over (partition by worker, kind, alone order by fitting_bytes desc) as int) as slots
                from (
                    select w.id as worker, d.kind, d.fitting_bytes,
                        case when starts_with(d.id, 'MIG-') then d.id end as alone
                    from worker w join worker_device d on d.worker_id = w.id cross join generate_series(1, d.slots)
                    where w.last_seen_at > clock_timestamp() - interval '1 minute' and d.state in ('free', 'busy')
                    union all
                    select w.id, case w.device when 'cpu' then 'cpu' else 'gpu' end, 9223372036854775807, null
                    from worker w cross join generate_series(1, w.slots)
                    where w.last_seen_at > clock_timestamp() - interval '1 minute'
                        and not exists (select from worker_device d where d.worker_id = w.id)) slot) numbered
            group by kind, slots""";

    private RunningSlots() {}
}
