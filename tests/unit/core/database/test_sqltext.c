#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"

static const char text[] = "-- purpose: registered cases per week\n"
			   "--   of one district\n"
			   "-- grain: one row per week\n"
			   "-- parameters: $1 district text, $2 from date\n"
			   "-- returns: week_start date, cases bigint,\n"
			   "--   offset_days double precision, tags text[]\n"
			   "-- locks: none\n"
			   "select 1;\n"
			   "-- kind: script\n";

Test(sqltext, is_sorted_so_that_it_can_be_searched)
{
	cr_assert_gt(sqltext_table_count, 0);
	for (size_t n = 1; n < sqltext_table_count; n++)
		cr_expect_lt(strcmp(sqltext_table[n - 1].path, sqltext_table[n].path), 0, "%s",
			     sqltext_table[n].path);
}

Test(sqltext, finds_every_file)
{
	for (size_t n = 0; n < sqltext_table_count; n++) {
		const SqlText *file = sqltext_find(sqltext_table[n].path);
		cr_assert_eq(file, &sqltext_table[n]);
		cr_expect_eq(sqltext(file->path), file->text);
	}
}

Test(sqltext, finds_nothing_for_an_unknown_path)
{
	static const char *const paths[] = { "", "nowhere.sql", "schema", "../Makefile" };
	for (size_t n = 0; n < G_N_ELEMENTS(paths); n++)
		cr_expect_null(sqltext_find(paths[n]), "%s", paths[n]);
}

/* The message belongs to the abort that is wanted, not to the output of the tests. */
static void keep_silent(const char *domain, GLogLevelFlags level, const char *message,
			gpointer payload)
{
	(void)domain, (void)level, (void)message, (void)payload;
}

Test(sqltext, aborts_for_a_path_that_the_program_should_have, .signal = SIGTRAP)
{
	g_log_set_default_handler(keep_silent, NULL);
	sqltext("nowhere.sql");
}

Test(sqltext, holds_the_files_as_they_are)
{
	const char *root = g_getenv("SHUMAR_ROOT");
	for (size_t n = 0; n < sqltext_table_count; n++) {
		g_autofree char *path =
		    g_build_filename(root != NULL ? root : ".", "sql", sqltext_table[n].path, NULL);
		g_autofree char *content = NULL;
		cr_assert(g_file_get_contents(path, &content, NULL, NULL), "%s", path);
		cr_expect(strcmp(content, sqltext_table[n].text) == 0, "%s differs", path);
	}
}

/* ── visits ── */

typedef struct {
	size_t seen;
	size_t stop_after;
	const char *prefix;
	const char *last;
} Tour;

static bool visit(const SqlText *file, gpointer payload, GError **error)
{
	Tour *tour = payload;
	cr_expect(g_str_has_prefix(file->path, tour->prefix));
	cr_expect(tour->last == NULL || strcmp(tour->last, file->path) < 0);
	tour->last = file->path;
	if (++tour->seen < tour->stop_after)
		return true;
	error_set(error, SHUMAR_ERROR_FAILED, NULL, "enough");
	return false;
}

Test(sqltext, visits_all_files_below_a_prefix_in_order)
{
	Tour all = { .prefix = "", .stop_after = G_MAXSIZE };
	g_autoptr(GError) error = NULL;
	cr_expect(sqltext_each("", visit, &all, &error));
	cr_expect_eq(all.seen, sqltext_table_count);
	Tour some = { .prefix = "schema/", .stop_after = G_MAXSIZE };
	cr_expect(sqltext_each("schema/", visit, &some, &error));
	cr_expect(some.seen > 0 && some.seen < all.seen);
	Tour none = { .prefix = "zzz", .stop_after = G_MAXSIZE };
	cr_expect(sqltext_each("zzz", visit, &none, &error));
	cr_expect_eq(none.seen, 0);
	cr_expect_null(error);
}

Test(sqltext, stops_a_visit_that_fails)
{
	Tour tour = { .prefix = "", .stop_after = 2 };
	g_autoptr(GError) error = NULL;
	cr_assert_geq(sqltext_table_count, 3);
	cr_expect_not(sqltext_each("", visit, &tour, &error));
	cr_expect_eq(tour.seen, 2);
	cr_assert_not_null(error);
	cr_expect_str_eq(error->message, "enough");
}

/* ── headers ── */

Test(sqltext, reads_header_lines)
{
	static const struct {
		const char *name;
		const char *value;
	} cases[] = {
		{ "purpose", "registered cases per week of one district" },
		{ "grain", "one row per week" },
		{ "parameters", "$1 district text, $2 from date" },
		{ "locks", "none" },
		{ "lock", NULL }, /* a part of a name is not the name */
		{ "absent", NULL },
		{ "kind", NULL }, /* it stands below the header */
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *value = sqltext_header(text, cases[n].name);
		cr_expect_eq(g_strcmp0(value, cases[n].value), 0, "%s: %s", cases[n].name, value);
	}
}

static void expect_columns(const char *sql, const char *header, const char *wanted)
{
	g_autoptr(GPtrArray) columns = sqltext_columns(sql, header);
	g_autoptr(GString) found = g_string_new(NULL);
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		g_string_append_printf(found, "%s:%s;", column->name, column->type);
	}
	cr_expect_str_eq(found->str, wanted);
}

Test(sqltext, reads_columns_of_the_header)
{
	expect_columns(text, "parameters", "district:text;from:date;");
	expect_columns(text, "returns",
		       "week_start:date;cases:bigint;offset_days:double precision;tags:text[];");
	expect_columns("-- returns: none\n", "returns", "");
	expect_columns("-- parameters:\n", "parameters", "");
	expect_columns("select 1;\n", "returns", "");
}
