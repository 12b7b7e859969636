-- purpose: puts one table where the plan of distribution says
-- grain: one row
-- parameters: $1 relation text
-- returns: home text
-- locks: the table, exclusively, until its rows are moved
select engine.distribute($1::text) as home
