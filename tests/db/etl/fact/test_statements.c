/* Statements under s.164 CrPC and medical examinations: of a source that records them they are due
 * where the offence needs them; of one that does not, nothing is. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "etl/run/run.h"
#include "tests/support/records.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

TestSuite(statements, .timeout = 120);

#define HEADER "id,number,registered,section,statement,medical\n"

static const SqlText files[] = {
	{ "sources/exam/as_at.sql", "select '2024-06-30 12:00:00Z'::timestamptz as as_at" },
	{ "sources/exam/case.sql",
	  "select f.origin, f.id as case_key, 'LHR'::text as district, 'Saddar'::text as station,\n"
	  " 2024 as fir_year, f.number as fir_number, f.registered at time zone 'Asia/Karachi' as registered_at,\n"
	  " array[f.section] as sections, false as honour, false as domestic, f.statement as statement_164_on,\n"
	  " f.medical as medical_on\n"
	  "from raw.firs f" },
	{ "sources/exam/source.yaml",
	  "kind: csv\njurisdiction: punjab\ntimezone: Asia/Karachi\nfiles:\n"
	  "  firs:\n    pattern: firs*.csv\n    columns:\n      id: {type: key, required: true}\n"
	  "      number: text\n      registered: timestamp\n      section: text\n"
	  "      statement: date\n      medical: date\n" },
};

static Mapping *find(const char *name, GError **error)
{
	return strcmp(name, "exam") == 0 ? mapping_new(name, files, G_N_ELEMENTS(files), error)
					 : records_find(name, error);
}

/* The invented police system, which records neither, and a folder that records both: with TEXT. */
static Records *night(const char *text)
{
	g_autoptr(GError) error = NULL;
	Records *records = records_new();
	ConfigSource *source = g_new0(ConfigSource, 1);
	source->name = g_strdup("exam");
	source->mapping = g_strdup("exam");
	source->folder = server_scratch();
	g_autofree char *path = g_build_filename(source->folder, "firs.csv", NULL);
	g_ptr_array_add(records->config->sources, source);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	const RunOptions options = { .find = find };
	cr_assert(run_nightly(records->config, &options, records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	return records;
}

#define DUE                                                                                        \
	"select fir_number, needs_statement and statement_164_on is null, needs_medical and "      \
	"medical_on is null from report.overdue_case where district = 'LHR' and station = "        \
	"'Saddar' and fir_year = 2024 and fir_number like 'E%' order by fir_number"

Test(statements, are_due_where_the_offence_needs_them_and_the_source_records_them)
{
	g_autoptr(Records) records =
	    night(HEADER "1,E1,2024-01-05T10:00:00,376,2024-01-07,2024-01-04\n" /* both done */
			 "2,E2,2024-01-05T10:00:00,376,,2024-01-05\n"
			 "3,E3,2024-01-05T10:00:00,376,,\n"
			 "4,E4,2024-01-05T10:00:00,506,,\n"); /* intimidation needs neither */
	rows_check(records->warehouse, DUE, "E1|f|f\nE2|t|f\nE3|t|t\nE4|f|f\n");
	rows_check(records->warehouse,
		   "select bool_or(needs_statement is not null) from report.overdue_case where "
		   "fir_number not like 'E%'",
		   "f\n");
}

Test(statements, of_a_source_that_has_the_columns_empty_are_not_recorded)
{
	g_autoptr(Records) records = night(HEADER "1,E1,2024-01-05T10:00:00,376,,\n");
	rows_check(records->warehouse,
		   "select fir_number, needs_statement is null, needs_medical is null from "
		   "report.overdue_case where fir_number = 'E1'",
		   "E1|t|t\n");
}

Test(statements, with_days_that_cannot_be_are_none_and_the_case_is_counted)
{
	g_autoptr(Records) records =
	    night(HEADER "1,E1,2024-01-05T10:00:00,376,2023-12-30,2062-01-01\n"
			 "2,E2,2024-01-05T10:00:00,376,2024-01-06,2024-01-05\n");
	rows_check(records->warehouse, DUE, "E1|t|t\nE2|f|f\n");
	rows_check(records->warehouse,
		   "select field, code, severity from etl.reject where source = 'exam' order by 1",
		   "medical_on|date-range|field\nstatement_164_on|date-range|field\n");
}
