-- purpose: forgets the declarations of facts, in the transaction that declares them anew
-- grain: none
-- parameters: none
-- returns: none
-- locks: rows of etl.fact
delete from etl.fact
