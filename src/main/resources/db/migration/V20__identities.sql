-- People and CI systems that an identity provider vouches for. The subject is unique within its issuer and is never used again.
create table account_identity (
    issuer text collate "C" not null,
    subject text collate "C" not null,
    account_id text collate "C" not null references account,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (issuer, subject)
);
create index on account_identity (account_id);

-- What groups of an identity provider gave ends with the group; what an administrator gave stays.
alter table account add column administrator_by_group boolean not null default false;
alter table project_member add column by_group boolean not null default false;
