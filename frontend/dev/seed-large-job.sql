-- Fills a job that waits in the queue with 1,000,000 values in 50 modules: psql -v job=job_… -f seed-large-job.sql
\set steps 2469
update job set state = 'RUNNING', phase = 'TRAINING', attempt = 1, epoch = 30, epochs = 30, step = :steps, steps = :steps,
    started_at = now() - interval '50 minutes' where id = :'job';
insert into job_attempt (job_id, number, worker, device, started_at) values (:'job', 1, 'seed', 'cpu', now() - interval '50 minutes');
insert into metric (job_id, attempt, name, module, step, value)
select :'job', 1, name, module, step,
    case when name in ('module.loss', 'boundary.distance') then 2.4 * exp(-step / 900.0) + 0.2 else module / 80.0 + step / 9000.0 end + random() * 0.06
from unnest(array['module.loss', 'module.accuracy', 'module.gradientNorm', 'module.updateRatio', 'module.endToEndCosine', 'module.deadUnits',
    'boundary.cosine', 'boundary.distance']) name,
    generate_series(1, 50) module, generate_series(1, :steps) step
where not (name like 'boundary.%' and module = 1);
insert into metric (job_id, attempt, name, module, step, value)
select :'job', 1, name, 0, step, 2.4 * exp(-step / 900.0) + random() * 0.2
from unnest(array['train.loss', 'train.accuracy', 'learningRate', 'step.seconds', 'images.perSecond', 'memory.bytes', 'memory.peakBytes',
    'test.loss', 'test.accuracy']) name, generate_series(1, :steps) step;
insert into metric_count (job_id, batches, points, last_step)
select :'job', 1, count(*), max(step) from metric where job_id = :'job';
update job set state = 'SUCCEEDED', phase = null, finished_at = now() where id = :'job';
update job_attempt set ended_at = now(), outcome = 'SUCCEEDED' where job_id = :'job';
analyze metric;
select count(*) || ' values' from metric where job_id = :'job';
