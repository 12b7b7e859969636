/* What a site may lie over the program's files, and what it must say. */
#include "core/site/site.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "tests/support/program.h"

static char *home;

static void home_make(void)
{
	home = program_home(NULL);
}

static void home_free(void)
{
	program_home_free(home);
}

TestSuite(site, .init = home_make, .fini = home_free);

#define CUBE                                                                                       \
	"-- purpose: p\n-- grain: g\n-- keys: district\n-- counts: cases\n-- parameters: none\n"   \
	"-- returns: district text, cases bigint\n-- locks: none\n"                                \
	"select f.district, f.sign::bigint as cases\nfrom engine.signed_case f\n"
#define REPORT                                                                                     \
	"-- purpose: p\n-- grain: g\n-- parameters: none\n-- returns: n bigint\n-- locks: none\n"  \
	"select 1::bigint as n\n"

static Site *read_site(GError **error)
{
	g_autofree char *templates = g_build_filename(home, "carried", NULL);
	const char *const folders[] = { templates, NULL };
	g_autofree char *folder = g_build_filename(home, "site", NULL);
	return site_read(folder, folders, error);
}

static void expect_refused(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Site) site = read_site(&error);
	cr_assert_null(site, "'%s' was expected", text);
	cr_expect_eq(error->code, SHUMAR_ERROR_CONFIG);
	cr_expect_not_null(strstr(error->message, text), "expected '%s' in: %s", text,
			   error->message);
}

static void remove_file(const char *file)
{
	g_autofree char *path = g_build_filename(home, file, NULL);
	cr_assert_eq(g_unlink(path), 0, "%s", path);
}

Test(site, is_read_in_order_with_hashes)
{
	program_write(home, "site/sql/reports/mine.sql", REPORT);
	program_write(home, "site/sql/cubes/mine.sql", CUBE);
	program_write(home, "site/templates/mine.yaml", "template: mine\n");
	program_write(home, "site/README.md", "whose it is\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(Site) site = read_site(&error);
	cr_assert_not_null(site, "%s", error != NULL ? error->message : "");
	cr_assert_eq(site->files->len, 3);
	const SiteFile *first = g_ptr_array_index(site->files, 0);
	cr_expect_str_eq(first->path, "sql/cubes/mine.sql");
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, CUBE, -1);
	cr_expect_str_eq(first->sha256, sum);
	cr_expect_null(first->reason);
}

Test(site, is_refused_where_it_breaks_the_contract_of_a_kind)
{
	static const struct {
		const char *file, *text, *fault;
	} cases[] = {
		{ "site/sql/cubes/a.sql", "select 1\n", "no line 'purpose'" },
		{ "site/sql/report/a.sql", REPORT, "nothing is read from" },
		{ "site/sql/engine/a.sql", REPORT, "nothing is read from" },
		{ "site/sql/reports/A.sql", REPORT, "its name is not made of" },
		{ "site/sql/reference/mine.csv", "a,b\n", "no table of reference" },
		{ "site/sql/reference/station.csv", "a,b\n", "the columns are others" },
		{ "site/sql/sources/mine/case.sql", "select 1\n", "has no source.yaml" },
		{ "site/sql/sources/kit/case.sql", "select 1\n", "the kit is the program's" },
		{ "site/templates/measures.yaml", "measures: {}\n", "of all templates together" },
		{ "site/sql/etl/rules/a.sql",
		  "-- purpose: p\n-- rule: cases row x y\n-- remedy: r\n-- parameters: none\n"
		  "-- returns: source text, row_no bigint, reason text\nselect 1\n",
		  "must be a feed" },
		{ "site/sql/etl/rules/a.sql",
		  "-- purpose: p\n-- rule: case row x y\n-- remedy: r\n-- parameters: none\n"
		  "-- returns: reason text\nselect 1\n",
		  "a rule gives the source, the number and the reason" },
		{ "site/sql/reports/keys.sql",
		  "-- purpose: p\n-- grain: g\n-- parameters: none\n"
		  "-- returns: case_key uuid\n-- locks: none\nselect 1\n",
		  "would be a key" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		program_write(home, cases[n].file, cases[n].text);
		expect_refused(cases[n].fault);
		remove_file(cases[n].file);
	}
}

Test(site, says_what_it_replaces_and_why)
{
	const SqlText *own = sqltext_own("cubes/case_day.sql");
	g_autofree char *changed = g_strconcat(own->text, "where f.district <> 'X'\n", NULL);
	program_write(home, "site/sql/cubes/case_day.sql", changed);
	expect_refused("nothing says that it is meant to");
	program_write(home, "site/site.yaml", "replaces:\n  sql/cubes/case_day.sql: \"a trial\"\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(Site) site = read_site(&error);
	cr_assert_not_null(site, "%s", error != NULL ? error->message : "");
	cr_expect_str_eq(((SiteFile *)g_ptr_array_index(site->files, 0))->reason, "a trial");
	/* it takes and gives what the one takes and gives in whose place it stands */
	program_write(home, "site/sql/cubes/case_day.sql", CUBE);
	expect_refused("is not that of the file it replaces");
	remove_file("site/sql/cubes/case_day.sql");
	expect_refused("the site has no file 'sql/cubes/case_day.sql'");
	program_write(home, "site/sql/cubes/mine.sql", CUBE);
	program_write(home, "site/site.yaml", "replaces: {sql/cubes/mine.sql: \"a trial\"}\n");
	expect_refused("replaces no file of the program");
	program_write(home, "site/site.yaml", "");
	program_write(home, "carried/paper.yaml", "x\n");
	program_write(home, "site/templates/paper.yaml", "y\n");
	expect_refused("nothing says that it is meant to");
}

Test(site, that_others_may_write_is_refused)
{
	g_autofree char *folder = g_build_filename(home, "site", NULL);
	g_autofree char *file = g_build_filename(folder, "sql", "reports", "mine.sql", NULL);
	g_autofree char *link = g_build_filename(folder, "sql", "reports", "other.sql", NULL);
	program_write(home, "site/sql/reports/mine.sql", REPORT);
	cr_assert_eq(g_chmod(file, 0664), 0);
	expect_refused("mine.sql' may be written by others than its owner");
	cr_assert_eq(g_chmod(file, 0644), 0);
	cr_assert_eq(g_chmod(folder, 0757), 0);
	expect_refused("site' may be written by others than its owner");
	cr_assert_eq(g_chmod(folder, 0755), 0);
	cr_assert_eq(symlink(file, link), 0);
	expect_refused("is a link");
	cr_assert_eq(g_unlink(link), 0);
	g_autoptr(Site) site = read_site(NULL);
	cr_expect_not_null(site);
}

Test(site, lies_over_the_files_of_the_program)
{
	const SqlText files[] = { { "cubes/aaa.sql", "first" },
				  { "cubes/case_day.sql", "other" },
				  { "zzz/last.sql", "last" } };
	size_t count = 0;
	sqltext_overlay("/etc/x", files, G_N_ELEMENTS(files));
	const SqlText *all = sqltext_files(&count);
	cr_expect_eq(count, sqltext_table_count + 2);
	for (size_t n = 1; n < count; n++)
		cr_expect_lt(strcmp(all[n - 1].path, all[n].path), 0, "%s", all[n].path);
	cr_expect_str_eq(sqltext_find("cubes/case_day.sql")->text, "other");
	cr_expect_str_eq(sqltext_find("zzz/last.sql")->text, "last");
	cr_expect_str_neq(sqltext_own("cubes/case_day.sql")->text, "other");
	g_autofree char *place = sqltext_place("cubes/case_day.sql");
	g_autofree char *own = sqltext_place("cubes/case_month.sql");
	cr_expect_str_eq(place, "/etc/x/sql/cubes/case_day.sql");
	cr_expect_str_eq(own, "sql/cubes/case_month.sql");
}
