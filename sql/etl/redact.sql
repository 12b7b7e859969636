-- purpose: takes a value of a column out of all that is kept of a source
-- grain: one row
-- parameters: $1 source text, $2 feed text, $3 name text, $4 bad text
-- returns: rows bigint
-- locks: writes facts, closed versions, etl.reject and raw tables
select engine.redact($1::text, $2::text, $3::text, $4::text) as rows
