-- purpose: enters a table of a release
-- grain: no rows
-- parameters: $1 release_id text, $2 list_no integer, $3 table_name text, $4 measure text, $5 place_level text, $6 kind_level text,
--   $7 places text[], $8 kinds text[], $9 firsts date[], $10 lasts date[]
-- returns: none
-- locks: writes release.list
insert into release.list (release_id, list_no, table_name, measure, place_level, kind_level, places, kinds, firsts, lasts)
values ($1::text, $2::integer, $3::text, $4::text, $5::text, $6::text, $7::text[], $8::text[], $9::date[], $10::date[])
