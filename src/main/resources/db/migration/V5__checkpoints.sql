create table checkpoint (
    id text collate "C" primary key,
    project_id text collate "C" not null references project,
    job_id text collate "C" not null references job on delete cascade,
    attempt integer not null,
    step bigint not null,
    epoch integer not null,
    reason text not null check (reason in ('INTERVAL', 'REQUEST', 'STOP', 'FINAL')),
    bytes bigint not null,
    sha256 text not null,
    key text collate "C" not null unique,
    manifest_key text collate "C" not null unique,
    manifest_sha256 text not null,
    test_accuracy double precision,
    test_loss double precision,
    train_seconds double precision not null,
    step_seconds double precision not null,
    state text not null default 'COMMITTED' check (state in ('COMMITTED', 'CORRUPT', 'DELETING')),
    pinned boolean not null default false,
    created_at timestamptz not null,
    held_until timestamptz,
    deleting_since timestamptz,
    check ((state = 'DELETING') = (deleting_since is not null)),
    unique (job_id, attempt, step)
);
create index on checkpoint (job_id, id desc);
create index checkpoint_deleting on checkpoint (deleting_since) where state = 'DELETING';
