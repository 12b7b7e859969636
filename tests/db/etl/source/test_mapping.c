#include "etl/source/mapping.h"

#include "core/error.h"
#include "etl/run/run.h"
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
	/* what the text does not show: the server says what is used */
	{ "a whole row as text", CASE_HEAD "\n f::text as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:2:2: ", "a whole row" },
	{ "a name under column aliases of a join",
	  "select v.a::text as case_key, v.b as district, v.n || '' as relation, v.c as station, v.d as fir_year,"
	  " v.e as fir_number, v.g as registered_at from (rec.firs f join rec.outcomes o using (fir_id))"
	  " as v (a, b, c, d, e, g, h, i, j, k, l, m, n)",
	  "sql/sources/rec/case.sql:1:", "'complainant_name' of rec.firs" },
	{ "a key of a row's JSON",
	  CASE_HEAD " to_jsonb(f)->>'complainant_name' as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "'to_jsonb'" },
	{ "a key of a row's JSON put together from pieces",
	  CASE_HEAD " to_jsonb(f)->>('cn' || 'ic') as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "'to_jsonb'" },
	{ "a subselect that renames by place",
	  CASE_HEAD
	  " (select p.d || '' from rec.people p (a, b, c, d) limit 1) as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "'father_name' of rec.people" },
	{ "a query inside of a text",
	  CASE_HEAD
	  " query_to_xml('select * from rec.firs', true, false, '')::text as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "'query_to_xml'" },
	{ "rows gathered to an array",
	  CASE_HEAD " (select array_agg(p)::text from rec.people p) as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "a whole row" },
	{ "a row put together by star", CASE_HEAD " row_to_json(f.*)::text as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "'row_to_json'" },
	{ "a view of the source that renames",
	  CASE_HEAD " q.remark as relation," CASE_TAIL ", rec.quiet q",
	  "sql/sources/rec/case.sql:1:", "'father_name' of rec.people" },
	{ "a view of the source that computes",
	  CASE_HEAD " q.short as relation," CASE_TAIL ", rec.quiet q",
	  "sql/sources/rec/case.sql:1:", "'father_name' of rec.people" },
	{ "a generated column", CASE_HEAD " g.made as relation," CASE_TAIL ", rec.made g",
	  "sql/sources/rec/case.sql:1:", "'father_name' of rec.made" },
	{ "a function that has its owner's rights",
	  CASE_HEAD " rec.reveal(f.fir_id) as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "owner's rights" },
	{ "the server's statistics of values",
	  CASE_HEAD
	  " (select s.most_common_vals::text from pg_stats s limit 1) as relation," CASE_TAIL,
	  "sql/sources/rec/case.sql:1:", "pg_catalog.pg_stats" },
	{ "a key that is used once more",
	  "with k as (select f.cnic as case_key, f.district, f.station, f.year as fir_year, f.number as fir_number,"
	  " f.registered_at from rec.firs f) select k.case_key, k.case_key || '' as relation, k.district, k.station,"
	  " k.fir_year, k.fir_number, k.registered_at from k",
	  "sql/sources/rec/case.sql:1:", "and once" },
};

/* What hides names at a source: a view, a generated column, a function of its owner. */
static const char hiding[] =
    "create table rec.people (id text, district text, no integer, father_name text);"
    "create table rec.made (id integer, father_name text, made text generated always as (father_name || '!') stored);"
    "create view rec.quiet as select p.id, p.no, p.father_name as remark, left(p.father_name, 9) as short from rec.people p;"
    "create function rec.reveal(id integer) returns text language sql security definer as"
    " 'select f.complainant_name from rec.firs f where f.fir_id = id';";

Test(mapping, is_refused_before_it_reads_a_row)
{
	g_autoptr(Records) records = records_new();
	records_exec(records, hiding);
	for (size_t n = 0; n < G_N_ELEMENTS(refusals); n++) {
		g_autoptr(GError) error = refused(records, "case", refusals[n].sql);
		cr_expect(strstr(error->message, refusals[n].place) != NULL, "%s: %s",
			  refusals[n].what, error->message);
		cr_expect(strstr(error->message, refusals[n].words) != NULL, "%s: %s",
			  refusals[n].what, error->message);
	}
}

/* Views of a source that hold names too may be read for their other columns. */
Test(mapping, may_use_what_a_view_of_the_source_has_beside_names)
{
	g_autoptr(Records) records = records_new();
	records_exec(records, hiding);
	records_exec(records, "insert into rec.people values ('1', 'LHR', 5, 'Bashir Invented')");
	records_map("case", CASE_HEAD " q.no as victims," CASE_TAIL ", rec.quiet q");
	records_run_well(records);
	cr_expect_eq(records_number(records, "select max(victims) from fact.\"case\""), 5);
}

/* Grants what no reader should have. */
static void grant_all(Records *records)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(records->source, "grant select on rec.firs to shumar_rec_reader",
				  &error));
}

Test(mapping, is_not_read_by_a_role_that_may_read_names)
{
	g_autoptr(Records) records = records_new();
	grant_all(records);
	g_autoptr(GError) error = refused(records, "case", CASE_HEAD CASE_TAIL);
	static const char *const said[] = { "'shumar_rec_reader'",
					    "rec.firs.complainant_name (a person's name)",
					    "rec.firs.cnic (an identity card number)",
					    "rec.firs.phone (a phone number)", NULL };
	for (size_t n = 0; said[n] != NULL; n++)
		cr_expect(strstr(error->message, said[n]) != NULL, "%s", error->message);
	/* the statements of the hint mend it */
	const char *hint = error_hint(error);
	g_autofree char *mend = g_strdup(strstr(hint, "revoke"));
	cr_assert_not_null(mend, "%s", hint);
	*strstr(mend, "Where the source") = '\0';
	cr_assert(database_script(records->source, mend, NULL), "%s", mend);
	records_run_well(records);
}

Test(mapping, with_a_reason_is_read_by_a_role_that_may_read_names_and_every_run_says_so)
{
	g_autoptr(Records) records = records_new();
	records_map("source.yaml",
		    "kind: postgresql\njurisdiction: punjab\ntimezone: Asia/Karachi\n"
		    "allow: {role: \"The vendor grants whole tables only.\"}\n");
	grant_all(records);
	records_run_well(records);
	cr_expect(strstr(records->summary->str, "The vendor grants whole tables only.") != NULL,
		  "%s", records->summary->str);
	g_autofree char *manifest =
	    records_text(records, "select content from etl.manifest order by run_no desc limit 1");
	cr_expect(strstr(manifest, "The vendor grants whole tables only.") != NULL, "%s", manifest);
	/* what the mapping uses is held all the same */
	g_autoptr(GError) error = NULL;
	records_map("case", CASE_HEAD " f::text as relation," CASE_TAIL);
	cr_expect_not(records_run(records, &error));
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
	cr_assert(database_script(records->source,
				  "grant select (cnic) on rec.firs to shumar_rec_reader", &error));
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

Test(mapping, that_names_a_raw_table_of_no_file_is_refused)
{
	const SqlText files[] = {
		{ "sources/x/training.sql", "select 1\nfrom raw.x_roll r join raw.roll l on true" },
		{ "sources/x/source.yaml",
		  "kind: csv\njurisdiction: punjab\ntimezone: Asia/Karachi\nfiles:\n"
		  "  roll: {pattern: roll.csv, columns: {id: {type: key, required: true}}}\n" }
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(Mapping) mapping = mapping_new("x", files, G_N_ELEMENTS(files), &error);
	cr_assert_null(mapping);
	cr_expect_str_eq(error->message,
			 "sql/sources/x/training.sql:2:10: cannot use mapping 'x': its source.yaml "
			 "declares no file 'x_roll'");
	cr_expect_not_null(strstr(error_hint(error), "raw.roll."));
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
