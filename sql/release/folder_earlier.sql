-- purpose: a release and all others that were ever public, oldest first
-- grain: one row per release, the asked one last
-- parameters: $1 release_id text
-- returns: release_id text, content text
-- locks: none
select r.release_id, r.content
from release.release r
where r.release_id = $1::text or r.state in ('published', 'withdrawn', 'replaced')
order by r.release_id = $1::text, r.prepared_at, r.release_id collate "C"
