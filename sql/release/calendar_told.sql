-- purpose: whether papers rendered from here on in the transaction tell the hour of the next release
-- grain: one row
-- parameters: $1 calendar text
-- returns: calendar text
-- locks: none
--
-- calendar: 'none' to leave it out, '' to tell it.
select engine.set_local('shumar.calendar', $1::text) as calendar
