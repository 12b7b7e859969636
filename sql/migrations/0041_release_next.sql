-- kind: script
-- purpose: what a release's papers say of the next one: the first hour announced after their own
-- locks: new objects only
create view released.next as
	select a.release_id, (a.hour at time zone etl.zone_of(r.jurisdiction))::date as on_date,
		pg_catalog.to_char(a.hour at time zone etl.zone_of(r.jurisdiction), 'HH24:MI') as at_hour
	from release.release r
	left join release.announced own on own.release_id = r.release_id
	join release.announced a on a.hour > coalesce(own.hour, r.as_at)
	left join release.release other on other.release_id = a.release_id
	where r.release_id = pg_catalog.current_setting('shumar.release', true)
		and coalesce(other.state, '') not in ('refused', 'withdrawn', 'replaced')
		and exists (select from release.event e where e.release_id = a.release_id and e.kind = 'announced'
			and e.detail ->> 'jurisdiction' = r.jurisdiction)
	order by a.hour, a.release_id collate "C"
	limit 1;
do $$
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_press') then
		grant select on released.next to shumar_press;
	end if;
end
$$;
