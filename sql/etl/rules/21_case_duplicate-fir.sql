-- purpose: a number stands for one FIR in a station and year
-- rule: case row fir_number duplicate-fir
-- remedy: Give one of the two its right number or year at the source, or remove it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('FIR %s/%s stands twice in this station''s records; the one registered first is counted.', s.fir_number, s.fir_year) as reason
from (
	select c.source, c.row_no, c.fir_number, c.fir_year, pg_catalog.row_number() over (
		partition by c.source, c.district, c.station, c.fir_year, pg_catalog.upper(pg_catalog.btrim(c.fir_number))
		order by c.registered_at, c.feed_hash, c.case_key) as place
	from stage."case" c
	join (
		select d.source, d.district, d.station, d.fir_year, pg_catalog.upper(pg_catalog.btrim(d.fir_number)) as number
		from stage."case" d
		group by 1, 2, 3, 4, 5
		having pg_catalog.count(*) > 1
	) twice on twice.source = c.source and twice.district = c.district and twice.station = c.station
		and twice.fir_year = c.fir_year and twice.number = pg_catalog.upper(pg_catalog.btrim(c.fir_number))
	where not exists (select from stage.refusal e
		where e.source = c.source and e.feed = 'case' and e.row_no = c.row_no and e.severity = 'row')
) s
where s.place > 1
