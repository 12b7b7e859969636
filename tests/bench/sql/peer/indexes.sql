-- kind: script
-- purpose: the indexes that our facts have; the bench holds their number against ours
-- locks: the tables
alter table police.cases add primary key (case_id);
alter table police.accused add primary key (case_id, accused_id);
alter table police.outcomes add primary key (case_id, accused_id, outcome_id);
analyze police.cases, police.accused, police.outcomes;
