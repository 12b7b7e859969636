-- purpose: what a mapping may say: the columns of feeds, whether each row needs them, what stands where they say nothing, their words, and where they count
-- grain: one row per feed and column, in the order of the feeds and of their columns
-- parameters: $1 feed text, $2 cubes text[], $3 cube_texts text[]
-- returns: feed text, keys text, name text, type text, required boolean, standard text, words text, cubes text
-- locks: none
--
-- $1 empty: all feeds. $2 and $3 are the names and the SELECTs of the cubes that the program has. A column shows in the cubes that
-- name it; what facts make of it under another name stands in the list "made", what they take from other facts in etl.fact.
with feed as (
	select f.fact, f.place, f.keys from etl.fact f where f.is_feed and ($1::text = '' or f.fact = $1::text)
), said as (
	select f.fact as feed, f.place, f.keys, c.name, c.type, c.required, c.number
	from feed f
	cross join lateral engine.feed_columns(f.fact) with ordinality as c (name, type, required, number)
), made (feed, name, fact, becomes) as (
	values ('case', 'registered_at', 'case', 'registered_on'), ('case', 'sections', 'case', 'category'),
		('case', 'honour', 'case', 'category'), ('case', 'domestic', 'case', 'category'),
		('case', 'status', 'lifecycle', 'disposal'), ('case', 'status_on', 'lifecycle', 'disposed_on'),
		('accused', 'arrested_on', 'lifecycle', 'first_arrested_on'), ('accused', 'challaned_on', 'lifecycle', 'first_challaned_on'),
		('accused', 'accused_key', 'lifecycle', 'accused'),
		('outcome', 'outcome', 'outcome', 'outcome_class'), ('outcome', 'outcome', 'lifecycle', 'disposal'),
		('outcome', 'decided_on', 'lifecycle', 'disposed_on'), ('outcome', 'decided_on', 'lifecycle', 'convicted_on'),
		('complaint', 'received_at', 'complaint', 'received_on'), ('complaint', 'received_at', 'complaint', 'received_hour')
), known as (
	select s.feed, s.name, s.feed as fact, s.name as becomes from said s
	union
	select m.feed, m.name, m.fact, m.becomes from made m
), reached as (
	select k.feed, k.name, k.fact, k.becomes from known k
	union
	-- a column of a case is one of its accused persons too
	select k.feed, k.name, f.fact, k.becomes
	from known k
	join etl.fact f on k.becomes in (select c.name from engine.inherited_columns(f.fact, k.fact) as i (names)
		cross join lateral pg_catalog.unnest(i.names) as c (name))
), shown as (
	select r.feed, r.name, pg_catalog.string_agg(distinct u.cube collate "C", ', ') as cubes
	from reached r
	join rows from (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) as u (cube, definition)
		on u.definition ~ ('engine\.signed_' || r.fact || '\M') and u.definition ~ ('\mf\.' || r.becomes || '\M')
	group by r.feed, r.name
), word as (
	select v.list, v.code from ref.coded_value v
	union all
	select 'case_status', s.code from ref.case_status s
	union all
	select 'accused_status', s.code from ref.accused_status s
	union all
	select 'court_outcome', o.code from ref.court_outcome o
), list as (
	select w.list, pg_catalog.string_agg(w.code, ', ' order by w.code collate "C") as words from word w group by w.list
)
select s.feed, pg_catalog.array_to_string(s.keys, ', ') as keys, s.name,
	case when s.type = 'uuid' then 'text, hashed as a key' else s.type end as type, s.required,
	-- 'station'::text is station
	coalesce(pg_catalog.substring(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '^''(.*)''::'), pg_catalog.pg_get_expr(d.adbin, d.adrelid))
		as standard,
	case
		when l.words is not null then l.words
		when c.list is not null then 'a known ' || c.list
		when s.name = 'district' then 'a code of ref.district, or one of its known spellings'
		when s.name = 'tehsil' then 'a code of ref.tehsil'
		when c.form = 'words' then 'words, no number and no name of a person'
		when c.form = 'number' then 'digits, few letters and strokes'
		when c.form = 'section' then 'parts of ref.offence_section'
		when s.name = 'origin' then 'file:line, where a CSV file is read'
	end as words,
	h.cubes
from said s
left join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', s.feed)) and a.attname = s.name
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join ref.coded_column c on c.feed = s.feed and c.name = s.name
left join list l on l.list = c.list
left join shown h on h.feed = s.feed and h.name = s.name
order by s.place, s.number
