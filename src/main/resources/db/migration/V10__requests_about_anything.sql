-- What was made stands in the answer; only earlier versions still write this column.
alter table idempotent_request
    alter column job_id drop not null,
    drop constraint idempotent_request_project_id_fkey,
    add foreign key (project_id) references project on delete cascade;
