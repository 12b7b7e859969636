-- purpose: forgets what was prepared of a release before (release.sum); it never was public
-- grain: no rows
-- parameters: $1 release_id text
-- returns: none
-- locks: writes release.sum
delete from release.sum x
using release.release r
where x.release_id = $1::text and r.release_id = x.release_id and r.state in ('prepared', 'audited', 'refused', 'approved')
