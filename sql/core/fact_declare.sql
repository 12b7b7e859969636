-- purpose: declares a fact as a file of sql/facts/ does
-- grain: one row
-- parameters: $1 fact text, $2 place integer, $3 is_feed boolean, $4 keys text, $5 day text, $6 landed text, $7 names_district boolean, $8 area text, $9 classified text, $10 inherits text, $11 record text, $12 staged text, $13 tells text, $14 found text, $15 image text, $16 figure text, $17 events text
-- returns: none
-- locks: rows of etl.fact
--
-- Columns are parted by commas, expressions by semicolons; what is inherited comes as a line "columns from fact" each,
-- an event as a line "name on day".
insert into etl.fact (fact, place, is_feed, keys, day, landed, names_district, area, classified, inherits, record, staged, tells, found,
	image, figure, events)
values ($1::text, $2::integer, $3::boolean, pg_catalog.regexp_split_to_array($4::text, '\s*,\s*'), $5::text, $6::text, $7::boolean,
	coalesce($8::text, 'district'), coalesce(pg_catalog.regexp_split_to_array($9::text, '\s*,\s*'), '{}'),
	(select coalesce(pg_catalog.jsonb_object_agg(pg_catalog.btrim(pg_catalog.split_part(i.line, ' from ', 2)),
			pg_catalog.to_jsonb(pg_catalog.regexp_split_to_array(pg_catalog.btrim(pg_catalog.split_part(i.line, ' from ', 1)), '\s*,\s*'))), '{}')
		from pg_catalog.regexp_split_to_table($10::text, E'\n') as i (line) where i.line <> ''),
	coalesce(pg_catalog.regexp_split_to_array($11::text, '\s*;\s*'), '{}'), pg_catalog.regexp_split_to_array($12::text, '\s*;\s*'), $13::text,
	$14::text, $15::text, pg_catalog.regexp_match($16::text, '^(\w+) by (\w+) on (\w+)$'),
	(select coalesce(pg_catalog.jsonb_object_agg(pg_catalog.split_part(e.line, ' on ', 1), pg_catalog.split_part(e.line, ' on ', 2)), '{}')
		from pg_catalog.regexp_split_to_table($17::text, E'\n') as e (line) where e.line <> ''))
