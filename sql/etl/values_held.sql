-- purpose: the values that a source's facts, closed versions and rejected rows hold in a coded column
-- grain: one row per value
-- parameters: $1 source text, $2 feed text, $3 name text
-- returns: value text
-- locks: none
select v.value from engine.values_held($1::text, $2::text, $3::text) v order by v.value collate "C"
