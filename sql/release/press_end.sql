-- kind: script
-- purpose: the transaction reads as the session's own role again
-- locks: none
reset role
