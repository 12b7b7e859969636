-- purpose: the plan of a release
-- grain: one row
-- parameters: $1 release_id text
-- returns: plan text
-- locks: none
select r.plan from release.release r where r.release_id = $1::text
