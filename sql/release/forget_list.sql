-- purpose: forgets what was prepared of a release before (release.list); it never was public
-- grain: no rows
-- parameters: $1 release_id text
-- returns: none
-- locks: writes release.list
delete from release.list x
using release.release r
where x.release_id = $1::text and r.release_id = x.release_id and r.state in ('prepared', 'audited', 'refused', 'approved')
