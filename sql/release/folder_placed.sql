-- purpose: notes that the folder of a release has its name
-- grain: one row
-- parameters: $1 release_id text
-- returns: none
-- locks: writes release.folder
update release.folder f set placed = true where f.release_id = $1::text
