/* A source with the kit: a run reads what its ledger noted, and no more. */
#include "core/database/sqltext.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <string.h>

static const char watches[] =
    "select shumar_kit.watch('rec.firs', '{case}', '{fir_id,district,station,year,number,registered_at,occurred_on,"
    "sections,honour,domestic,status,victims}', 'select ''case'', c.fir_id::text, array[c.fir_id::text] from changed"
    " as c'), shumar_kit.watch('rec.accused', '{accused}', '{accused_id,fir_id,status,arrested_on,challaned_on}',"
    " 'select ''accused'', c.accused_id::text, array[c.fir_id::text, c.accused_id::text] from changed as c'),"
    " shumar_kit.watch('rec.outcomes', '{outcome}', '{outcome_id,fir_id,accused_id,decided_on,outcome}',"
    " 'select ''outcome'', c.outcome_id::text, array[c.fir_id::text, c.accused_id::text, c.outcome_id::text]"
    " from changed as c')";

/* The invented records, loaded once, their source watched. */
static Records *watched(void)
{
	Records *records = records_new();
	records_map("case",
		    "select f.fir_id as row_id, f.fir_id::text as case_key, f.district, f.station,"
		    " f.year as fir_year, f.number as fir_number, f.registered_at, f.occurred_on,"
		    " f.sections, f.honour, f.domestic, f.status, f.victims from rec.firs f");
	records_map("accused",
		    "select a.accused_id as row_id, a.fir_id::text as case_key, a.accused_id::text"
		    " as accused_key, a.status, a.arrested_on, a.challaned_on from rec.accused a");
	records_map("outcome",
		    "select o.outcome_id as row_id, o.fir_id::text as case_key, o.accused_id::text"
		    " as accused_key, o.outcome_id::text as outcome_key, o.decided_on, o.outcome"
		    " from rec.outcomes o");
	cr_assert(database_script(records->source, sqltext(SQL_SOURCES_KIT_LEDGER), NULL));
	records_exec(records, watches);
	records_run_well(records);
	return records;
}

static void expect_extent(Records *records, const char *extent)
{
	g_autofree char *found =
	    records_text(records, "select extent from etl.run_source order by run_no desc limit 1");
	cr_expect_str_eq(found, extent);
}

Test(capture, reads_in_full_the_first_time_and_then_what_the_ledger_noted)
{
	g_autoptr(Records) records = watched();
	expect_extent(records, "full");
	records_exec(records, "update rec.firs set status = 'UNTRACED' where fir_id = 2");
	records_run_well(records);
	expect_extent(records, "changes");
	cr_expect_eq(records_number(records,
				    "select sum(extracted) from etl.run_feed where run_no ="
				    " (select max(run_no) from etl.run)"),
		     1);
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""
					     " where status = 'UNTRACED'"),
		     1);
}

Test(capture, brings_new_changed_and_deleted_rows_to_the_facts)
{
	g_autoptr(Records) records = watched();
	records_exec(records, "update rec.firs set sections = '{302}' where fir_id = 1");
	records_exec(records, "insert into rec.accused values (6, 3, null, null, 'ARRESTED')");
	records_exec(records, "delete from rec.outcomes where outcome_id = 3");
	records_run_well(records);
	expect_extent(records, "changes");
	cr_expect_eq(records_number(records, "select count(*) from fact.accused"), 6);
	cr_expect_eq(records_number(records, "select count(*) from fact.outcome"), 2);
	/* what hangs on the case moved with it */
	cr_expect_eq(records_number(records,
				    "select count(*) from fact.accused a"
				    " join fact.\"case\" c using (case_key)"
				    " where c.category = 'MURDER' and a.category = 'MURDER'"),
		     2);
}
