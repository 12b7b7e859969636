-- purpose: forgets all that is kept of a source but what its runs told
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text
-- returns: source_retired void
-- locks: writes etl.source and the ledgers of drops; raw tables of the source, exclusively
select engine.source_retired($1::bigint, $2::text)
