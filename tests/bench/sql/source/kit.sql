-- kind: script
-- purpose: watches the police system's tables for the source kit, after sql/sources/kit/ledger.sql
-- locks: each watched table against writers until the commit
--
-- Ids never change here, and no key is made of another table's columns, so no change moves the key of another row.
select shumar_kit.watch('police.cases', '{case}',
	'{case_id,district,station,fir_year,fir_number,registered_at,occurred_on,sections,honour,domestic,channel,status,status_on,victims,victim_age_band,relation}',
	$notes$ select 'case', c.case_id::text, array[c.case_id::text] from changed as c $notes$);
select shumar_kit.watch('police.accused', '{accused}', '{accused_id,case_id,sex,age_band,status,arrested_on,challaned_on}',
	$notes$ select 'accused', c.accused_id::text, array[c.case_id::text, c.accused_id::text] from changed as c $notes$);
select shumar_kit.watch('police.outcomes', '{outcome}',
	'{outcome_id,accused_id,case_id,court,decided_on,outcome,sentence_kind,sentence_months,fine,appeal}',
	$notes$ select 'outcome', c.outcome_id::text, array[c.case_id::text, c.accused_id::text, c.outcome_id::text] from changed as c $notes$);
