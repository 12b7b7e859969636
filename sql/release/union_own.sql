-- purpose: the sum of the public parts of a release
-- grain: one row
-- parameters: $1 release_id text
-- returns: content text
-- locks: none
select r.content from release.release r where r.release_id = $1::text
