-- purpose: where a release stands
-- grain: one row, none when there is no such release
-- parameters: $1 release_id text
-- returns: state text
-- locks: none
select r.state from release.release r where r.release_id = $1::text
