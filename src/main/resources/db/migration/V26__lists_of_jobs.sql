-- What lists of jobs show and are searched by. A deleted account leaves its id behind, so it is no foreign key.
alter table job
    add column notes text not null default '',
    add column archived boolean not null default false,
    add column account_id text collate "C";

create or replace function guard_job() returns trigger language plpgsql as $$
declare
    -- And the generated column, which has no value yet where a trigger sees it.
    editable constant text[] := '{name,labels,priority,notes,archived,revision,device,deleted_at,purging}';
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

-- The figures that lists are most often sorted by. The expressions are those of the query.
create index on job (project_id, (
    case when jsonb_typeof(result -> 'testAccuracy') = 'number' then (result -> 'testAccuracy')::numeric end) asc nulls last, id desc);
create index on job (project_id, (
    case when jsonb_typeof(result -> 'testAccuracy') = 'number' then (result -> 'testAccuracy')::numeric end) desc nulls last, id desc);
create index on job (project_id, (
    case when jsonb_typeof(result -> 'peakMemoryBytes') = 'number' then (result -> 'peakMemoryBytes')::numeric end) asc nulls last, id desc);
create index on job (project_id, (
    case when jsonb_typeof(result -> 'peakMemoryBytes') = 'number' then (result -> 'peakMemoryBytes')::numeric end) desc nulls last, id desc);
create index on job (project_id, (
    case when jsonb_typeof(result -> 'trainSeconds') = 'number' then (result -> 'trainSeconds')::numeric end) asc nulls last, id desc);
create index on job (project_id, (
    case when jsonb_typeof(result -> 'trainSeconds') = 'number' then (result -> 'trainSeconds')::numeric end) desc nulls last, id desc);
