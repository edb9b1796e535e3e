-- Until now, the last, incomplete batch of an epoch was left out. The specs of jobs from that time say so, because the default is
-- now to train it: their checkpoints count steps in whole batches.
update job set spec = spec || '{"dropLast": true}' where spec ? 'network' and not spec ? 'dropLast';
