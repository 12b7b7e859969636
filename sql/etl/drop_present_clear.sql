-- purpose: forgets what a run that did not come to its end saw of a source's folder
-- grain: one row per file
-- parameters: $1 source text
-- returns: none
-- locks: writes raw.present
delete from raw.present p where p.source = $1::text
