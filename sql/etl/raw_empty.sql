-- purpose: takes what was read of some files out of their raw table
-- grain: one row
-- parameters: $1 source text, $2 feed text, $3 file_nos integer[]
-- returns: raw_empty void
-- locks: writes raw.rows_<source>_<file>, raw.reject
select engine.raw_empty($1::text, $2::text, $3::integer[])
