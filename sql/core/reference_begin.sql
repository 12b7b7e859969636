-- purpose: prepares a reference table for its new rows and gives the COPY statement that takes them
-- grain: one row
-- parameters: $1 table_name text, $2 columns text[]
-- returns: statement text
-- locks: none that others notice; a temporary table until the transaction ends
select engine.reference_begin($1::text, $2::text[]) as statement
