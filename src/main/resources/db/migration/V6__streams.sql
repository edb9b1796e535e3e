-- What clients follow needs numbers that grow in the order of commits, job by job: otherwise a reader that has seen
-- number 8 could miss a 7 that is committed after it. The ids of events are made by the clocks of several processes.
alter table job_event add column number bigint;
update job_event e set number = counted.number
from (select id, row_number() over (partition by job_id order by id) as number from job_event) counted
where counted.id = e.id;
alter table job_event alter column number set not null;
create unique index on job_event (job_id, number);

create function number_event() returns trigger language plpgsql as $$
begin
    -- Held until the end of the transaction: the next number is given out only once this one can be seen.
    perform pg_advisory_xact_lock(hashtextextended(new.job_id, 0));
    select coalesce(max(number), 0) + 1 into new.number from job_event where job_id = new.job_id;
    return new;
end $$;
create trigger event_number before insert on job_event for each row execute function number_event();

-- The batch in which a number was last written; a batch takes its place by locking its job's row here.
alter table metric add column batch bigint not null default 0;
create index metric_batch on metric (job_id, batch);

-- last_step: up to which there are numbers. thinned_to: up to which they are only in metric_bucket.
create table metric_count (
    job_id text collate "C" primary key references job on delete cascade,
    batches bigint not null,
    points bigint not null,
    last_step bigint not null,
    thinned_to bigint
);
insert into metric_count select job_id, 0, count(*), max(step) from metric group by job_id;

-- What is left of old numbers; step is the last one in the bucket.
create table metric_bucket (
    job_id text collate "C" not null references job on delete cascade,
    name text collate "C" not null,
    module integer not null,
    step bigint not null,
    min double precision not null,
    max double precision not null,
    sum double precision not null,
    last double precision not null,
    count bigint not null,
    primary key (job_id, name, module, step)
);

-- Warnings among a million lines of output are found without reading those.
create index log_line_aside on log_line (job_id, line) where stream <> 'STDOUT';
