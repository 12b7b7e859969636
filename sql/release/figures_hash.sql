-- purpose: the sha256 of all that a release is made of, as it is now, and of what was audited of it
-- grain: one row
-- parameters: $1 release_id text
-- returns: now text, audited text
-- locks: none
select engine.release_figures_hash($1::text) as now, s.audited
from engine.release_standing s
where s.release_id = $1::text
