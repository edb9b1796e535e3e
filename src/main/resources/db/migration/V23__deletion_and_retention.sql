-- A deleted job is hidden at once and can be restored for some days. Then it is purged: first its files, then its rows.
alter table job
    add column deleted_at timestamptz,
    add column purging boolean not null default false;
create index on job (deleted_at) where deleted_at is not null;
-- A job that an unfinished one was created from is not purged.
create index on job (origin_job) where origin_job is not null;
-- The sweep looks for the oldest jobs of a project that are over.
create index on job (project_id, finished_at) where finished_at is not null;

create or replace function guard_job() returns trigger language plpgsql as $$
declare
    -- And the generated column, which has no value yet where a trigger sees it.
    editable constant text[] := '{name,labels,priority,revision,device,deleted_at,purging}';
begin
    if old.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') then
        if to_jsonb(new) - editable <> to_jsonb(old) - editable then
            raise exception 'job % is over: % cannot become %', old.id, old.state, new.state;
        end if;
    elsif new.state <> old.state and not exists (
            select from job_transition where from_state = old.state and to_state = new.state) then
        raise exception 'job %: % cannot become %', old.id, old.state, new.state;
    end if;
    return new;
end $$;

-- How many days after the end of a job its data are kept; null for ever. A project without a row has the service's defaults.
create table project_retention (
    project_id text collate "C" primary key references project on delete cascade,
    jobs integer check (jobs > 0),
    networks integer check (networks > 0),
    exports integer check (exports > 0),
    checkpoints integer check (checkpoints > 0),
    metrics integer check (metrics > 0),
    logs integer check (logs > 0)
);
-- Until now, everything was kept, and an upgrade must not delete anything.
insert into project_retention (project_id) select id from project;

-- Jobs whose result still names files of the network that retention has deleted.
create table deleted_network (
    job_id text collate "C" primary key references job on delete cascade,
    deleted_at timestamptz not null
);
