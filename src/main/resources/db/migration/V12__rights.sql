-- The first account is the administrator of the service.
alter table account
    add column email text,
    add column administrator boolean not null default false,
    add column active boolean not null default true;
update account set administrator = true where id = (select min(id) from account);

alter table project add column max_bytes bigint check (max_bytes >= 0);

create table project_member (
    project_id text collate "C" not null references project on delete cascade,
    account_id text collate "C" not null references account on delete cascade,
    role text not null check (role in ('VIEWER', 'MEMBER', 'ADMIN')),
    since timestamptz not null,
    primary key (project_id, account_id)
);
create index on project_member (account_id);
insert into project_member select id, account_id, 'ADMIN', created_at from project;

-- A key acts for an account. Older versions leave it empty; such a key belongs to the owner of its project.
alter table api_key
    add column account_id text collate "C" references account,
    add column scopes text not null default 'read,submit,admin',
    add column expires_at timestamptz;
update api_key set account_id = project.account_id from project where project.id = api_key.project_id;
create index on api_key (account_id);

-- Sign-in links that were printed and not used yet.
create table sign_in_token (
    hash bytea primary key,
    expires_at timestamptz not null
);
