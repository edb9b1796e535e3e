-- Addresses that are told about the jobs of a project (Standard Webhooks).
create table webhook (
    id text collate "C" primary key,
    project_id text collate "C" not null references project on delete cascade,
    url text not null,
    events text[] not null,
    format text not null,
    active boolean not null default true,
    disabled_reason text,
    secret text not null,
    -- After a rotation, messages are signed with both secrets for a day.
    previous_secret text,
    previous_until timestamptz,
    -- The first failure since the last success.
    failing_since timestamptz,
    created_at timestamptz not null
);
create index on webhook (project_id, id desc);

create sequence webhook_position;

-- One event for one webhook, written in the transaction of the event.
create table webhook_delivery (
    id text collate "C" primary key,
    webhook_id text collate "C" not null references webhook on delete cascade,
    event_id text collate "C" not null,
    type text not null,
    -- The job or comparison. Its events are delivered in the order of their positions.
    subject text collate "C" not null,
    position bigint not null default nextval('webhook_position'),
    state text not null default 'PENDING',
    -- Written before the first attempt, so that each attempt sends the same.
    body text,
    created_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null default clock_timestamp(),
    -- Attempts since the event or the last request to send it again, and all attempts.
    tries integer not null default 0,
    attempts integer not null default 0,
    leased_until timestamptz,
    attempted_at timestamptz,
    status integer,
    millis integer,
    answer text,
    problem text
);
create index on webhook_delivery (webhook_id, id desc);
create index on webhook_delivery (webhook_id, subject, position) where state = 'PENDING';
create index on webhook_delivery (created_at);

-- A trigger, because jobs change their state in Java and, when they are claimed, in a single SQL statement.
create function note_for_webhooks() returns trigger language plpgsql as $$
begin
    insert into webhook_delivery (id, webhook_id, event_id, type, subject)
    -- The time of the event and random letters.
    select 'dlv_' || substr(new.id, 5, 10) || left(replace(gen_random_uuid()::text, '-', ''), 16),
        w.id, new.id, 'job.' || lower(new.to_state), new.job_id
    from job j join webhook w on w.project_id = j.project_id
    where j.id = new.job_id and j.kind = 'training' and w.active and 'job.' || lower(new.to_state) = any (w.events);
    return null;
end $$;

create trigger job_event_webhooks after insert on job_event for each row
    when (new.type = 'state' and new.to_state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'))
    execute function note_for_webhooks();
