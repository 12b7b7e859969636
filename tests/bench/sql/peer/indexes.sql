-- kind: script
-- purpose: the indexes that our facts have; the bench holds their number and width against ours
-- locks: the tables
alter table police.cases add primary key (case_id);
alter table police.accused add primary key (case_id, accused_id);
alter table police.outcomes add primary key (case_id, accused_id, outcome_id);
alter table police.cases add column loaded bigint not null default 1;
alter table police.accused add column loaded bigint not null default 1;
alter table police.outcomes add column loaded bigint not null default 1;
create index on police.cases (district, station, fir_year, upper(btrim(fir_number)));
analyze police.cases, police.accused, police.outcomes;
