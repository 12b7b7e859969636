-- purpose: says what is being generated; committed together with the records
-- grain: one row
-- parameters: $1 cases bigint, $2 seed bigint, $3 until date, $4 generator text, $5 nights integer
-- returns: none
-- locks: new rows only
insert into demo.settings (cases, seed, until, generator, nights)
values ($1::bigint, $2::bigint, $3::date, $4::text, $5::integer)
