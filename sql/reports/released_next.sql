-- purpose: when the next release comes out, as the calendar of releases has it
-- grain: one row, none where no later hour is announced
-- parameters: none
-- returns: on_date date, at_hour text
-- locks: none
-- reads: released
--
-- The first hour that is announced after this release's own; where that is not announced, after the day its records are known to.
select n.on_date, n.at_hour
from released.next n
