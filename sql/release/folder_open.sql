-- purpose: what a command that was killed may have left undone: folders without their name, withdrawn ones
-- grain: one row per release
-- parameters: none
-- returns: release_id text, path text, manifest text, placed boolean, withdrawn boolean
-- locks: none
select f.release_id, f.path, f.manifest, f.placed, r.state = 'withdrawn' as withdrawn
from release.folder f
join release.release r on r.release_id = f.release_id
where not f.placed or r.state = 'withdrawn'
order by f.release_id collate "C"
