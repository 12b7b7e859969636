-- purpose: starts a transaction that reads and writes what is committed
-- kind: script
-- locks: none
begin isolation level read committed read write;
