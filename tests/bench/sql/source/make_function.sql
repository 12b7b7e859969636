-- kind: script
-- purpose: the function that fills the police system
-- locks: new objects only

create function police.make(cases bigint, seed bigint) returns void language plpgsql set work_mem = '256MB' as $$
declare
	accused bigint := cases * 8 / 10;
begin
	insert into police.clock (today) values ('2025-12-31');
	perform police.put_cases(1, cases, '2016-01-01', 3653, seed);
	alter table police.cases add primary key (case_id);
	create index on police.cases (registered_at);
	analyze police.cases;
	perform police.put_accused(1, accused, 1, cases, seed);
	alter table police.accused add primary key (accused_id);
	create index on police.accused (case_id);
	analyze police.accused;
	perform police.put_outcomes(0.37, seed);
	alter table police.outcomes add primary key (outcome_id);
	create index on police.outcomes (accused_id);
	create index on police.outcomes (case_id);
	analyze police.outcomes;
end
$$;
