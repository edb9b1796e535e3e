-- The lock of an event's number is the job's row, which whoever changes a job holds anyway. Advisory locks, one for each
-- job, fill a table of fixed size: a transaction about some thousand jobs failed.
create or replace function number_event() returns trigger language plpgsql as $$
begin
    perform from job where id = new.job_id for no key update;
    select coalesce(max(number), 0) + 1 into new.number from job_event where job_id = new.job_id;
    return new;
end $$;
