-- purpose: a number stands for one FIR in a station and year
-- rule: case row fir_number duplicate-fir
-- remedy: Give one of the two its right number or year at the source, or remove it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
--
-- The numbers of a whole source are counted by one hash each; which of them are really the same is seen below. A station
-- is the same in whatever letter case it is written.
with named as materialized (
	select n.station, engine.fold(n.station) as fold from (select distinct c.station from stage."case" c) n
),
hashed as not materialized (
	select c.source, c.row_no, c.fir_number, c.fir_year, c.district, n.fold as station, c.registered_at, c.feed_hash, c.case_key,
		pg_catalog.hashtextextended(c.source, pg_catalog.hashtextextended(c.district, pg_catalog.hashtextextended(n.fold,
			pg_catalog.hashtextextended(pg_catalog.upper(pg_catalog.btrim(c.fir_number)), c.fir_year)))) as hash
	from stage."case" c
	join named n on n.station = c.station
),
twice as materialized (
	select h.hash from hashed h group by h.hash having pg_catalog.count(*) > 1
)
select s.source, s.row_no, pg_catalog.format('FIR %s/%s stands twice in this station''s records; the one registered first is counted.', s.fir_number, s.fir_year) as reason
from (
	select c.source, c.row_no, c.fir_number, c.fir_year, pg_catalog.row_number() over (
		partition by c.source, c.district, c.station, c.fir_year, pg_catalog.upper(pg_catalog.btrim(c.fir_number))
		order by c.registered_at, c.feed_hash, c.case_key) as place
	from hashed c
	join twice on twice.hash = c.hash
	where not exists (select from stage.reject e
		where e.source = c.source and e.feed = 'case' and e.row_no = c.row_no and e.severity = 'row')
) s
where s.place > 1
