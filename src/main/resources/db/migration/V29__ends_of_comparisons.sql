-- When the last training of a comparison ended; set once.
alter table comparison add column finished_at timestamptz;

-- {"epochs", "keep", "seed"}: after which epochs variants are stopped, which share stays, and which seed decides.
alter table comparison add column halving jsonb;
-- How many of these epochs are decided.
alter table comparison add column decided integer not null default 0;
-- [{"variant", "epoch", "testAccuracy"}]: the variants that were stopped early.
alter table comparison add column stops jsonb not null default '[]';

create index on comparison (id) where finished_at is null;

-- Comparisons to which a job belongs, also as a retry of one of their jobs.
create function comparisons_of(job text) returns setof text stable language sql as $$
    with recursive lineage as (
        select id, origin_job, origin from job where id = $1
        union
        select before.id, before.origin_job, before.origin from job before
        join lineage on before.id = lineage.origin_job and lineage.origin = 'RETRY')
    select distinct comparison_id from comparison_job where job_id in (select id from lineage)
$$;

-- What was over before is not announced any more.
update comparison set finished_at = now() where not exists (
    with recursive member as (
        select job_id from comparison_job where comparison_id = comparison.id
        union
        select j.id from member m join job j on j.origin_job = m.job_id and j.origin = 'RETRY')
    select from member join job on job.id = member.job_id
    where job.state not in ('SUCCEEDED', 'FAILED', 'CANCELLED'));
