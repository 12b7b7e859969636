-- purpose: starts a transaction that reads one unchanging snapshot
-- kind: script
-- locks: none
begin isolation level repeatable read read only;
