-- The pod of an attempt has one credential, which ends with the attempt; only its hash is stored. The first process that uses it
-- is the only one that may, because a cluster may start the pod of a Job twice.
create table attempt_token (
    job_id text not null references job (id) on delete cascade,
    attempt integer not null,
    sha256 text not null,
    pod text,
    primary key (job_id, attempt)
);
