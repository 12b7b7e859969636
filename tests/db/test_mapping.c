#include "etl/mapping.h"

#include "core/error.h"
#include "etl/run.h"
#include "tests/support/records.h"

#include <criterion/criterion.h>
#include <string.h>

/* The rest of the SELECT of the case feed. */
#define CASE_TAIL                                                                                  \
	" f.station, f.year as fir_year, f.number as fir_number, f.registered_at from rec.firs f"
#define CASE_HEAD "select f.fir_id::text as case_key, f.district,"

/* Runs with SQL as the mapping of FEED, which must be refused before a row is read. */
static GError *refused(Records *records, const char *feed, const char *sql)
{
	GError *error = NULL;
	records_map(feed, sql);
	cr_assert_not(records_run(records, &error), "%s", sql);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG), "%s: %s", sql,
		  error->message);
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 0);
	return error;
}

static const struct {
	const char *what;
	const char *sql;
	const char *place; /* of the message */
	const char *words;
} refusals[] = {
	{ "a forbidden name under an innocent alias",
	  "select f.fir_id::text as case_key, f.district,\n f.complainant_name as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:2:4: ", "complainant_name" },
	{ "a forbidden alias", CASE_HEAD "\n 'x'::text as cnic," CASE_TAIL,
	  "sql/sources/rec/case.sql:2:15: ", "cnic" },
	{ "a forbidden name inside an expression",
	  CASE_HEAD " left(f.phone, 4) as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "phone" },
	{ "a forbidden name in quotes", CASE_HEAD " f.\"cnic\" as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "cnic" },
	{ "a forbidden name behind escapes", CASE_HEAD " f.U&\"\\0063nic\" as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "escapes" },
	{ "a key made of an expression on a forbidden name",
	  "select coalesce(f.cnic, 'x') as case_key, f.district," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "cnic" },
	{ "a forbidden column passed on through a renamed one",
	  "with hidden (case_key, district, a, relation) as (select * from rec.people)"
	  "select h.case_key, h.district, h.relation, 'x' as station, 1 as fir_year, 'y' as fir_number,"
	  " now() as registered_at from hidden h",
	  "sql/sources/rec/case.sql:1:", "father_name" },
	{ "a hashed name used twice",
	  "with k as (select f.cnic as x_key, f.* from rec.firs f) select f.fir_id::text as case_key,"
	  " f.x_key as relation, f.district," CASE_TAIL ", k",
	  "sql/sources/rec/case.sql:1:", "" },
	{ "a column that the feed does not have", CASE_HEAD "\n 1 as colour," CASE_TAIL,
	  "sql/sources/rec/case.sql:2:7: ", "no column 'colour'" },
	{ "a column of another type", CASE_HEAD " 'one' as victims," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "is text and must be integer" },
	{ "a key that is no text", "select f.fir_id as case_key, f.district," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "is integer and must be text" },
	{ "a required column left out", "select f.fir_id::text as case_key," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:1: ", "'district' is missing" },
	{ "a column given twice", CASE_HEAD " f.district," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "twice" },
	{ "a parameter", CASE_HEAD " $1::text as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:1: ", "no parameters" },
	{ "SQL that the source does not understand", "select from where",
	  "sql/sources/rec/case.sql:1:1: ", "" },
};

Test(mapping, is_refused_before_it_reads_a_row)
{
	g_autoptr(Records) records = records_new();
	records_exec(
	    records,
	    "create table rec.people (id text, district text, no integer, father_name text)");
	for (size_t n = 0; n < G_N_ELEMENTS(refusals); n++) {
		g_autoptr(GError) error = refused(records, "case", refusals[n].sql);
		cr_expect(strstr(error->message, refusals[n].place) != NULL, "%s: %s",
			  refusals[n].what, error->message);
		cr_expect(strstr(error->message, refusals[n].words) != NULL, "%s: %s",
			  refusals[n].what, error->message);
	}
}

Test(mapping, may_name_personal_columns_in_comments_literals_and_keys)
{
	g_autoptr(Records) records = records_new();
	records_map("case",
		    "select f.cnic as case_key, -- the cnic, /* not the phone */\n"
		    " f.district, 'address' as relation, $q$father$q$ as victim_age_band," CASE_TAIL
		    " where f.cnic is not null");
	g_autoptr(GError) error = NULL;
	records_map(
	    "accused",
	    "select ''::text as case_key, '1'::text as accused_key, 'FIR' as status limit 0");
	/* the WHERE uses the name outside a key: that is what is refused here */
	cr_assert_not(records_run(records, &error));
	cr_expect(strstr(error->message, "case.sql:2:") != NULL, "%s", error->message);
	records_map(
	    "case",
	    "select f.cnic as case_key, -- the cnic, /* not the phone */\n"
	    " f.district, 'address' as relation, $q$father$q$ as victim_age_band," CASE_TAIL);
	g_clear_error(&error);
	cr_expect(records_run(records, &error), "%s", error != NULL ? error->message : "");
	cr_expect_eq(records_number(records, "select count(*) from fact.\"case\""), 1);
}

Test(mapping, with_a_file_that_is_no_feed_is_refused)
{
	const SqlText files[] = {
		{ "sources/x/persons.sql", "select 1" },
		{ "sources/x/source.yaml",
		  "kind: postgresql\njurisdiction: punjab\ntimezone: Asia/Karachi\n" }
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(Mapping) mapping = mapping_new("x", files, G_N_ELEMENTS(files), &error);
	cr_assert_null(mapping);
	cr_expect(strstr(error->message, "sql/sources/x/persons.sql:1:1") != NULL, "%s",
		  error->message);
}

Test(mapping, of_every_embedded_source_can_be_read)
{
	static const char *const names[] = { "psrms", "cook" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Mapping) mapping = mapping_find(names[n], &error);
		cr_expect(mapping != NULL, "%s", error != NULL ? error->message : "");
	}
}

Test(mapping, changes_its_digest_with_any_of_its_files)
{
	SqlText files[] = {
		{ "sources/x/training.sql", "select 1" },
		{ "sources/x/source.yaml",
		  "kind: postgresql\njurisdiction: punjab\ntimezone: Asia/Karachi\n" }
	};
	g_autoptr(Mapping) first = mapping_new("x", files, G_N_ELEMENTS(files), NULL);
	files[0].text = "select 2";
	g_autoptr(Mapping) second = mapping_new("x", files, G_N_ELEMENTS(files), NULL);
	cr_assert(first != NULL && second != NULL);
	cr_expect_str_neq(first->sha256, second->sha256);
}
