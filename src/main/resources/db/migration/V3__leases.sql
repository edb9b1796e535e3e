-- The legal changes of a job's state, as JobState has them.
create table job_transition (
    from_state text not null,
    to_state text not null,
    primary key (from_state, to_state)
);
insert into job_transition values
    ('QUEUED', 'RUNNING'), ('QUEUED', 'PAUSED'), ('QUEUED', 'CANCELLED'), ('QUEUED', 'FAILED'),
    ('RUNNING', 'QUEUED'), ('RUNNING', 'PAUSING'), ('RUNNING', 'CANCELLING'),
    ('RUNNING', 'SUCCEEDED'), ('RUNNING', 'FAILED'),
    ('PAUSING', 'PAUSED'), ('PAUSING', 'CANCELLING'), ('PAUSING', 'SUCCEEDED'), ('PAUSING', 'FAILED'),
    ('PAUSED', 'QUEUED'), ('PAUSED', 'CANCELLED'),
    ('CANCELLING', 'SUCCEEDED'), ('CANCELLING', 'FAILED'), ('CANCELLING', 'CANCELLED');

alter table job
    add column slots integer not null default 1 check (slots between 1 and 64),
    add column device text generated always as (coalesce(spec ->> 'device', 'auto')) stored,
    -- Attempts that broke down since the last checkpoint, and attempts whose worker was lost.
    add column crashes integer not null default 0,
    add column losses integer not null default 0,
    add column kill_requested boolean not null default false,
    -- On the database's clock, as all that decides who may run.
    add column queued_at timestamptz not null default clock_timestamp(),
    add column not_before timestamptz,
    -- The worker that keeps its slots free for this job.
    add column reserved_by text,
    -- The job that this one was made from, and the checkpoint that it goes on from.
    add column origin text check (origin in ('RETRY', 'FORK')),
    add column origin_job text collate "C",
    add column origin_checkpoint text collate "C";

drop trigger job_over on job;
drop function keep_job_over();
create function guard_job() returns trigger language plpgsql as $$
declare
    -- And the generated column, which has no value yet where a trigger sees it.
    editable constant text[] := '{name,labels,priority,revision,device}';
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
create trigger job_guard before update on job for each row
    when (old.state <> new.state or old.state in ('SUCCEEDED', 'FAILED', 'CANCELLED'))
    execute function guard_job();

-- What a project may use and uses; claims of one project wait for its row.
create table project_slots (
    project_id text collate "C" primary key references project on delete cascade,
    max_slots integer check (max_slots >= 0),
    weight double precision not null default 1 check (weight > 0),
    running_slots integer not null default 0 check (running_slots >= 0),
    last_claimed_at timestamptz
);

-- Who trains what, and until when that counts; apart from job, whose rows are wide and would be written every time.
create table job_lease (
    job_id text collate "C" primary key references job on delete cascade,
    attempt integer not null,
    worker text not null,
    project_id text collate "C" not null,
    slots integer not null,
    renewed_at timestamptz not null,
    expires_at timestamptz not null
);
create index on job_lease (worker);
create index on job_lease (expires_at);

insert into job_lease
select id, attempt, coalesce(worker, 'unknown'), project_id, slots, clock_timestamp(), clock_timestamp()
from job where state in ('RUNNING', 'PAUSING', 'CANCELLING');
insert into project_slots (project_id, running_slots)
select id, (select coalesce(sum(slots), 0) from job_lease where project_id = project.id) from project;

drop index job_waiting;
drop index job_claimed;
alter table job drop column worker;
create index job_waiting on job (project_id, priority desc, id) where state = 'QUEUED';
