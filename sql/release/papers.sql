-- purpose: the papers of a release, in the order of its plan
-- grain: one row per paper; one without when its plan names none; none when there is no such release
-- parameters: $1 release_id text
-- returns: paper text
-- locks: none
select p.paper
from release.release r
left join lateral pg_catalog.unnest(r.papers) with ordinality as p (paper, place) on true
where r.release_id = $1::text
order by p.place
