-- purpose: a training is counted once, whichever sources hold it
-- rule: training row completed_on duplicate-source
-- remedy: Take the record out of one of the two sources. A source that was renamed: shumar etl source rename; one that is to go: shumar etl source retire.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
--
-- Officers have no key that two sources share. So the trainings of one unit, course and day are told by their number: where one
-- source has three and another, that came later, has five, two of the five are counted. The order of sources is that of engine.rivals.
with shared as materialized (
	select h.source from pg_catalog.unnest(engine.sources_shared()) h (source)
), mine as materialized (
	select s.source, s.row_no, g.place, f.run_from as since, s.training_key, s.district, coalesce(s.unit, '') as unit, s.course, s.completed_on
	from stage.training s
	join shared h on h.source = s.source
	join stage.source g on g.source = s.source
	left join fact.training f on f.training_key = s.training_key
	where not exists (select from stage.reject e
		where e.source = s.source and e.feed = 'training' and e.row_no = s.row_no and e.severity = 'row')
), entrant as (
	select m.* from mine m
	union all
	select f.source, null, coalesce(g.place, 0), f.run_from, f.training_key, f.district, coalesce(f.unit, ''), f.course, f.completed_on
	from (select distinct m.district, m.unit, m.course, m.completed_on from mine m) k
	join fact.training f on f.district = k.district and coalesce(f.unit, '') = k.unit and f.course = k.course and f.completed_on = k.completed_on
	join shared h on h.source = f.source
	left join stage.source g on g.source = f.source
	where not exists (select from stage.training s where s.training_key = f.training_key)
		and not exists (select from stage.deleted_training x where x.training_key = f.training_key)
), numbered as (
	-- those that are counted and that nothing happened to stay; what is new goes first
	select e.*, pg_catalog.row_number() over (partition by e.district, e.unit, e.course, e.completed_on, e.source
		order by e.row_no is null, e.since desc nulls first, e.training_key) as n
	from entrant e
), giver as (
	select e.district, e.unit, e.course, e.completed_on, e.source, pg_catalog.count(*) as given, pg_catalog.row_number() over (
		partition by e.district, e.unit, e.course, e.completed_on order by min(e.since), min(e.place), e.source collate "C") as turn
	from entrant e
	group by e.district, e.unit, e.course, e.completed_on, e.source
), earlier as (
	select g.*, max(g.given) over w as taken, pg_catalog.first_value(g.source) over w as counted
	from giver g
	window w as (partition by g.district, g.unit, g.course, g.completed_on order by g.turn rows between unbounded preceding and 1 preceding)
)
select n.source, n.row_no, pg_catalog.format('A training of this unit, course and day is counted from source ''%s'' already.', g.counted) as reason
from numbered n
join earlier g on g.district = n.district and g.unit = n.unit and g.course = n.course and g.completed_on = n.completed_on and g.source = n.source
where n.row_no is not null and n.n <= g.taken
