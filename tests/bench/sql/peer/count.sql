-- purpose: the cheapest look at every row of the facts
-- grain: one row
-- parameters: none
-- returns: cases bigint, accused bigint, outcomes bigint
-- locks: none
select (select count(*) from fact."case") as cases, (select count(*) from fact.accused) as accused,
	(select count(*) from fact.outcome) as outcomes;
