-- The id of what a request created, beside the answer. Older versions leave it empty, and during a rollout they still write rows.
alter table idempotent_request add column created_id text collate "C";
