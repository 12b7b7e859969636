-- purpose: enters a fact of a release
-- grain: no rows
-- parameters: $1 release_id text, $2 name text, $3 value text
-- returns: none
-- locks: writes release.fact
insert into release.fact (release_id, name, value) values ($1::text, $2::text, $3::text)
