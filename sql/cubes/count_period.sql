-- purpose: published counts, and the rates printed beside them, per period
-- grain: one row per fact; cells per jurisdiction, area, head, item, decimals, period
-- keys: jurisdiction, area, head, item, decimals, period_from, period_to
-- counts: figures, value
-- parameters: none
-- returns: jurisdiction text, area text, head text, item text, decimals integer, period_from date, period_to date,
--   figures bigint, value bigint
-- locks: none
--
-- figures tells a published zero, which has a cell, from a figure that was not published, which has none. More than one
-- figure in a cell was published twice: counts add up, and decimals are then no figure any more.
select f.jurisdiction, f.area, f.head, f.item, f.decimals, f.period_from, f.period_to,
	f.sign::bigint as figures,
	(f.sign * f.value)::bigint as value
from engine.signed_count f
