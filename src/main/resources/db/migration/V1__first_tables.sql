-- Ids are compared byte by byte ("C"), so that their order is the order of time under any locale.

create table account (
    id text collate "C" primary key,
    name text not null,
    created_at timestamptz not null
);

create table project (
    id text collate "C" primary key,
    account_id text collate "C" not null references account,
    name text not null,
    created_at timestamptz not null,
    unique (account_id, name)
);

create table api_key (
    id text collate "C" primary key,
    project_id text collate "C" not null references project,
    name text not null,
    public_id text collate "C" not null unique,
    secret_hash bytea not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index on api_key (project_id);

create table dataset (
    id text collate "C" primary key,
    name text not null unique,
    title text not null,
    license text not null,
    notice text not null,
    classes jsonb not null,
    channels integer not null,
    height integer not null,
    width integer not null,
    train_count integer not null,
    test_count integer not null,
    digest text not null,
    created_at timestamptz not null
);

create table job (
    id text collate "C" primary key,
    project_id text collate "C" not null references project,
    name text not null,
    labels jsonb not null,
    priority integer not null check (priority between -2 and 2),
    spec jsonb not null,
    state text not null check (state in
        ('QUEUED', 'RUNNING', 'PAUSING', 'PAUSED', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    phase text check (phase in ('STARTING', 'TRAINING', 'FINALIZING')),
    reason_code text,
    reason_message text,
    attempt integer not null default 0,
    worker text,
    epoch integer,
    epochs integer,
    step bigint,
    steps bigint,
    eta_seconds bigint,
    result jsonb,
    revision integer not null default 1,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz
);
create index on job (project_id, id desc);
create index on job using gin (labels jsonb_path_ops);
create index job_waiting on job (priority desc, id) where state = 'QUEUED';
create index job_claimed on job (worker) where state in ('RUNNING', 'CANCELLING');

-- Second net under the table of transitions in the code: what is over stays over.
create function keep_job_over() returns trigger language plpgsql as $$
begin
    raise exception 'job % is over: % cannot become %', old.id, old.state, new.state;
end $$;
create trigger job_over before update on job for each row
    when (old.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') and new.state <> old.state)
    execute function keep_job_over();

create table job_attempt (
    job_id text collate "C" not null references job on delete cascade,
    number integer not null,
    worker text not null,
    device text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    outcome text,
    primary key (job_id, number)
);

create table job_event (
    id text collate "C" primary key,
    job_id text collate "C" not null references job on delete cascade,
    type text not null,
    at timestamptz not null,
    from_state text,
    to_state text,
    reason_code text,
    reason_message text,
    message text not null,
    attempt integer not null
);
create index on job_event (job_id, id);

create table idempotent_request (
    project_id text collate "C" not null references project,
    key text collate "C" not null,
    body_hash bytea not null,
    job_id text collate "C" not null references job on delete cascade,
    answer text not null,
    created_at timestamptz not null,
    primary key (project_id, key)
);
create index on idempotent_request (created_at);

-- module 0 stands for "the whole network": it has to be part of the key.
create table metric (
    job_id text collate "C" not null references job on delete cascade,
    attempt integer not null,
    name text collate "C" not null,
    module integer not null,
    step bigint not null,
    value double precision not null,
    primary key (job_id, attempt, name, module, step)
);

create table job_log (
    job_id text collate "C" primary key references job on delete cascade,
    lines bigint not null
);

create table log_line (
    job_id text collate "C" not null references job on delete cascade,
    line bigint not null,
    attempt integer not null,
    stream text not null check (stream in ('STDOUT', 'STDERR', 'SYSTEM')),
    at timestamptz not null,
    text text not null,
    primary key (job_id, line)
);

-- As Spring Session JDBC expects it.
create table spring_session (
    primary_id char(36) not null primary key,
    session_id char(36) not null unique,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval int not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);
create index on spring_session (expiry_time);
create index on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session (primary_id) on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);
