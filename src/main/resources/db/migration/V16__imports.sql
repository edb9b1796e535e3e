-- What a job does: it trains a network or imports a data set. The spec of an import is its order. The queue serves both.
alter table job add column kind text not null default 'training' check (kind in ('training', 'import'));
alter table job drop constraint job_phase_check,
    add check (phase in ('STARTING', 'TRAINING', 'IMPORTING', 'FINALIZING'));
create index on job (project_id, id desc) where kind = 'import';

-- A data set belongs to a project; built-in ones belong to none. A row without classes has not been imported.
-- Deleted versions keep their rows, because a name and version never mean other pictures later.
alter table dataset
    add column project_id text collate "C" references project on delete cascade,
    add column version integer not null default 1 check (version > 0),
    add column state text not null default 'READY' check (state in ('IMPORTING', 'READY', 'FAILED')),
    add column reason_code text,
    add column reason_message text,
    add column job_id text collate "C",
    add column report jsonb,
    add column bytes bigint,
    add column deleted_at timestamptz,
    alter column classes drop not null,
    alter column channels drop not null,
    alter column height drop not null,
    alter column width drop not null,
    alter column train_count drop not null,
    alter column test_count drop not null,
    alter column digest drop not null,
    drop constraint dataset_name_key,
    add check (state <> 'READY' or classes is not null and channels is not null and height is not null
        and width is not null and train_count is not null and test_count is not null and digest is not null);
create unique index dataset_version on dataset (coalesce(project_id, ''), name, version);
create index on dataset (project_id, id desc);
