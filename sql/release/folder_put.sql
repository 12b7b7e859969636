-- purpose: notes where the folder of a release is put, and its manifest
-- grain: one row
-- parameters: $1 release_id text, $2 path text, $3 manifest text
-- returns: none
-- locks: writes release.folder
insert into release.folder (release_id, path, manifest, placed) values ($1::text, $2::text, $3::text, false)
