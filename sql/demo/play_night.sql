-- kind: script
-- purpose: brings one more night into the records, and writes down what it brought
-- locks: rows of the record system that the night changes
--
-- The night is the one after the last played; night 0 sets back what the records of the evening before could not
-- know. All of it is ordinary work on a record system: rows written, corrected and removed.

update demo.settings set played = coalesce(played + 1, 0);

insert into demo.night (night, entered_until, kind, what, n)
select e.night, e.day, c.kind, c.what, count(*)
from demo.settings as s
join demo.evening as e on e.night = s.played
cross join lateral (
	select c.kind, c.what from demo.change as c where c.night = e.night
	union all select 'resolved', c.what from demo.change as c where c.resolved = e.night
	union all select 'late', 'case' from demo.later_firs as f
		where f.night = e.night and f.entered_at > f.registered_at + interval '7 days' and not exists (select from psrms.firs as p where p.fir_id = f.fir_id)
) as c
group by e.night, e.day, c.kind, c.what;

select demo.for_each_part('insert into demo.night (night, entered_until, kind, what, n)
	select e.night, e.day, k.kind, %4$L, (select count(*) from demo.later_%1$I as l left join psrms.%1$I as t using (%2$I)
		where l.night = e.night and (t.%2$I is null) = (k.kind = ''entered''))
	from demo.settings as s join demo.evening as e on e.night = s.played
	cross join (values (''entered''), (''changed'')) as k (kind)');

select demo.for_each_part('insert into psrms.%1$I (%5$s) select %5$s from demo.later_%1$I
	where night = (select played from demo.settings) order by %2$I on conflict (%2$I) do update set %3$s');

-- ── deletions: a FIR with all that hangs on it, or one accused ──
create temporary table deleted on commit drop as
select a.accused_id, case when c.what = 'case' then c.fir_id end as fir_id
from demo.settings as s
join demo.change as c on c.night = s.played and c.kind = 'deleted'
join psrms.accused_persons as a on a.fir_id = c.fir_id and a.accused_id = coalesce(c.accused_id, a.accused_id);

delete from psrms.court_outcomes where accused_id in (select accused_id from deleted);
delete from psrms.challans where accused_id in (select accused_id from deleted);
delete from psrms.bails where accused_id in (select accused_id from deleted);
delete from psrms.arrests where accused_id in (select accused_id from deleted);
delete from psrms.accused_persons where accused_id in (select accused_id from deleted);
delete from psrms.victims where fir_id in (select fir_id from deleted);
delete from psrms.firs where fir_id in (select fir_id from deleted);
