-- purpose: nodes of the Citus cluster
-- grain: one row
-- parameters: none
-- returns: coordinator boolean, holders bigint
-- locks: none
select n.coordinator, n.holders from engine.distribution_nodes() n
