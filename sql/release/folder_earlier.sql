-- purpose: a release and all those that were public before it was prepared, oldest first
-- grain: one row per release, the asked one last
-- parameters: $1 release_id text
-- returns: release_id text, content text
-- locks: none
select r.release_id, r.content
from release.release r
join release.release asked on asked.release_id = $1::text
where r.release_id = asked.release_id
	or (r.state in ('published', 'withdrawn', 'replaced') and r.prepared_at <= asked.prepared_at)
order by r.release_id = asked.release_id, r.prepared_at, r.release_id collate "C"
