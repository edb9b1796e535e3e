-- Files that users send in parts. The artifact store knows which parts have arrived.
create table upload (
    id text collate "C" primary key,
    project_id text collate "C" not null references project,
    filename text not null,
    bytes bigint not null check (bytes > 0),
    part_bytes bigint not null check (part_bytes > 0),
    sha256 text,
    key text collate "C" not null unique,
    handle text not null,
    state text not null default 'OPEN' check (state in ('OPEN', 'COMPLETE', 'DELETING')),
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index on upload (project_id);
create index on upload (expires_at);

-- The quota of a project counts the bytes of its checkpoints.
create index on checkpoint (project_id) include (bytes);
