-- The request that submitted a job, so that the log lines and the trace of its attempts can be found from it.
create table job_request (
    job_id text collate "C" primary key references job on delete cascade deferrable initially deferred,
    request_id text not null,
    traceparent text
);

-- Metrics count jobs by state, and operators look at what started and ended lately.
create index on job (state);
create index on job_attempt (started_at);
create index on job_attempt (ended_at);
create index job_event_queue on job_event (at) where from_state = 'QUEUED' or to_state = 'QUEUED';
