-- Which version of Isograd a worker runs, so that one left behind by an upgrade can be seen.
alter table worker add column version text;
