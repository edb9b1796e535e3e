-- A number belongs to a step of the job, whichever attempt measured it. Up to now attempts began anew and only the
-- latest one's numbers were shown.
delete from metric where attempt < (select job.attempt from job where job.id = metric.job_id);
alter table metric drop constraint metric_pkey;
alter table metric add primary key (job_id, name, module, step);
