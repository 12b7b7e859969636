-- kind: script
-- purpose: what is told of facts: days that are events, and the figure that revisions are told by
-- locks: etl.fact
alter table etl.fact
	add column events jsonb not null default '{}',   -- names of events, each with the column of its day
	add column figure text[];                        -- name of the figure, its class and its day; null: none
