-- purpose: what a warehouse counts, by fact, by cube and by what reports read, as text
-- locks: none
select 'fact ' || f.fact || ' ' || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from fact.%I', f.fact), false, true, '')))[1]
from etl.fact f order by f.place;
select 'cases ' || c.district || ' ' || c.category || ' ' || sum(c.cases) || ' ' || coalesce(sum(c.victims), 0)
from cube.case_day c group by c.district, c.category having sum(c.cases) > 0 order by c.district collate "C", c.category collate "C";
select 'disposed ' || coalesce(f.disposal, 'open') || ' ' || count(*) from fact.lifecycle f group by f.disposal order by 1;
