-- Steps per stored bucket of a job's metrics. Buckets that exist already have 100.
alter table metric_count add column bucket_steps bigint;
update metric_count set bucket_steps = 100 where thinned_to is not null;
