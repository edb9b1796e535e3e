-- Files that were made from trained networks after their jobs had ended, when the job itself no longer changes.
create table exported_file (
    job_id text collate "C" not null references job on delete cascade,
    name text not null,
    bytes bigint not null,
    sha256 text not null,
    key text not null,
    max_difference double precision not null,
    created_at timestamptz not null default now(),
    primary key (job_id, name)
);

-- The sweep of the artifact store looks for keys.
create index exported_file_key on exported_file (key);
