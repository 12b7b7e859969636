-- purpose: moves a release on from the state it is to be in
-- grain: one row
-- parameters: $1 release_id text, $2 was text, $3 becomes text
-- returns: state text
-- locks: writes release.release
update release.release r set state = $3::text where r.release_id = $1::text and r.state = $2::text
returning r.state
