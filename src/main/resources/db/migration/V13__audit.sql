-- Who changed accounts, projects, rights and keys, and who deleted something. Rows outlive what they are about, so nothing
-- refers to other tables.
create table audit_entry (
    id text collate "C" primary key,
    at timestamptz not null,
    account_id text collate "C" not null,
    key_id text collate "C",
    by_session boolean not null,
    action text not null,
    object text not null,
    details jsonb not null,
    address text
);

create function keep_audit() returns trigger language plpgsql as $$
begin
    raise exception 'audit_entry only grows: rows are neither changed nor deleted';
end $$;
create trigger audit_append_only before update or delete or truncate on audit_entry
    for each statement execute function keep_audit();
