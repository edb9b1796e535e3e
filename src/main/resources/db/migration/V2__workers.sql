create table worker (
    id text collate "C" primary key,
    name text not null,
    device text not null,
    slots integer not null,
    started_at timestamptz not null,
    last_seen_at timestamptz not null
);
