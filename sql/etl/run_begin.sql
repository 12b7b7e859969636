-- purpose: enters a run into the ledger
-- grain: one row
-- parameters: $1 kind text, $2 program text, $3 host text, $4 pid integer, $5 reason text
-- returns: run_no bigint
-- locks: writes etl.run
insert into etl.run (kind, state, program, host, pid, reason)
values ($1::text, 'claimed', $2::text, $3::text, $4::integer, $5::text)
returning run_no
