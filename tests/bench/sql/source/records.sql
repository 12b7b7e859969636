-- purpose: how many records the source has
-- grain: one row
-- parameters: none
-- returns: cases bigint, accused bigint, outcomes bigint
-- locks: none
select (select count(*) from police.cases) as cases, (select count(*) from police.accused) as accused,
	(select count(*) from police.outcomes) as outcomes
