-- Several variants of one training, each with the same seeds, that are compared with one another.
create table comparison (
    id text collate "C" primary key,
    project_id text collate "C" not null references project on delete cascade,
    name text not null,
    spec jsonb not null,
    -- [{"label", "changes"}], in the order of the request; the first is what the others are compared with.
    variants jsonb not null,
    labels jsonb not null,
    created_at timestamptz not null
);
create index on comparison (project_id, id desc);

-- The first job of each variant and seed. A retry of it takes its place.
create table comparison_job (
    comparison_id text collate "C" not null references comparison on delete cascade,
    variant integer not null,
    seed bigint not null,
    job_id text collate "C" not null references job on delete cascade,
    primary key (comparison_id, variant, seed)
);
create index on comparison_job (job_id);
create index on job (origin_job) where origin_job is not null;
