-- How fast the device of a worker trains: a few steps of a small network, once for each type of network and rule.
create table calibration (
    worker_id text not null references worker (id) on delete cascade,
    kind text not null,
    -- Name of the device, CPU threads of a training, and version of Isograd; the figures of others are forgotten.
    model text not null,
    threads integer not null,
    version text not null,
    network text not null,
    rule text not null,
    -- Seconds for a cost of one of StepWork.
    seconds double precision not null check (seconds > 0),
    measured_at timestamptz not null,
    primary key (worker_id, kind, network, rule));
