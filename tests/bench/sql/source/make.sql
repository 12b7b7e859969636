-- purpose: fills the police system with ten years of cases, four accused to five cases and three outcomes to ten
-- grain: one row
-- parameters: $1 cases bigint, $2 seed bigint
-- returns: make void
-- locks: writes the police system
select police.make($1::bigint, $2::bigint)
