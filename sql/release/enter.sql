-- purpose: makes the views of schema released those of one release, until the end of the transaction
-- grain: one row
-- parameters: $1 release_id text
-- returns: release text
-- locks: none
select engine.set_local('shumar.release', $1::text) as release
