-- A worker looks for what it was kept free for at every claim; few jobs are reserved at a time.
create index on job (reserved_by) where reserved_by is not null;
