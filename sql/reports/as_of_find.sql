-- purpose: the published run that a number of a run or a day means: that run, or the last one published before
-- grain: one row; null when there is none
-- parameters: $1 as_of text
-- returns: run_no bigint
-- locks: none
select max(r.run_no) as run_no
from etl.run r
where r.state = 'published'
	and case when $1::text ~ '^[0-9]{1,15}$' then r.run_no <= $1::text::bigint
		else r.finished_at < ($1::text::date + 1)::timestamp at time zone 'Asia/Karachi' end
