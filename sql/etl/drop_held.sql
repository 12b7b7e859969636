-- purpose: tells whether a file of a declared file stood when its folder was last seen
-- grain: one row
-- parameters: $1 source text, $2 feed text
-- returns: held boolean
-- locks: none
select exists (select from etl.drop_file as d
	where d.source = $1::text and d.feed = $2::text and d.state in ('stands', 'kept') and d.records > 0) as held
