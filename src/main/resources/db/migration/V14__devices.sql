-- What a worker's devices are and do, as its heartbeat reports them. A worker of an older version has no rows here.
create table worker_device (
    worker_id text collate "C" not null references worker on delete cascade,
    -- The UUID of a GPU, or 'cpu'.
    id text not null,
    position integer not null,
    kind text not null check (kind in ('cpu', 'gpu')),
    name text not null,
    slots integer not null,
    total_bytes bigint not null,
    used_bytes bigint not null,
    -- The largest memory estimate of a job that the device takes.
    fitting_bytes bigint not null,
    utilization double precision,
    temperature integer,
    state text not null check (state in ('free', 'busy', 'quarantined', 'unusable')),
    reason text,
    primary key (worker_id, id)
);

-- What one device needs for the job. Empty for jobs of older versions, which any device may take.
alter table job add column estimated_bytes bigint;
