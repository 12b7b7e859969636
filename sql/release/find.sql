-- purpose: the release that a public paper is rendered of: the one that is named, or the newest that has the paper and still counts
-- grain: one row, none when there is no such release
-- parameters: $1 paper text, $2 release_id text
-- returns: release_id text, run_no bigint, as_at_s bigint, zone_s bigint, state text, has_paper boolean
-- locks: none
--
-- Without an id, releases that were refused, withdrawn or replaced are passed over. Of releases prepared in one moment it is the last
-- by id.
select r.release_id, r.run_no, pg_catalog.floor(extract(epoch from r.as_at))::bigint as as_at_s,
	pg_catalog.date_part('epoch', (r.as_at at time zone engine.zone_of(r.jurisdiction)) - (r.as_at at time zone 'UTC'))::bigint as zone_s,
	r.state, $1::text = any (r.papers) as has_paper
from release.release r
where case when $2::text is not null then r.release_id = $2::text
	else $1::text = any (r.papers) and r.state not in ('refused', 'withdrawn', 'replaced') end
order by r.prepared_at desc, r.release_id collate "C" desc
limit 1
