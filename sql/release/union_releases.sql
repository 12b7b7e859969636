-- purpose: the releases that were ever public, whatever became of them, but for one
-- grain: one row per release, oldest first
-- parameters: $1 except_release text
-- returns: release_id text, content text
-- locks: none
select r.release_id, r.content
from release.release r
where r.state in ('published', 'withdrawn', 'replaced') and r.release_id <> $1::text
order by r.prepared_at, r.release_id collate "C"
