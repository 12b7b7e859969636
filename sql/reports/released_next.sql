-- purpose: when the next release comes out, as the calendar of releases has it
-- grain: one row, none where no later hour is announced
-- parameters: none
-- returns: on_date date, at_hour text
-- locks: none
-- reads: released
--
-- None in what a correction compares (release/calendar_told.sql): an hour that was announced since is no correction of a figure.
-- The first hour that is announced after this release's own; where that is not announced, after the day its records are known to.
select n.on_date, n.at_hour
from released.next n
where pg_catalog.current_setting('shumar.calendar', true) is distinct from 'none'
