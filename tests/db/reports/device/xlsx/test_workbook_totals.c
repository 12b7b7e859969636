/* The totals of the province's workbook against the facts themselves: each is counted by a query of
 * its own over fact.* that shares nothing with the datasets, and read from the files that were
 * made. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

/* One file of the workbook's CSV edition, as lines of fields. */
typedef struct {
	GPtrArray *heads; /* of char* */
	GPtrArray *lines; /* of GPtrArray of char* */
} Sheet;

static GPtrArray *fields_of(const char *line)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
	GString *field = g_string_new(NULL);
	bool quoted = false;
	for (const char *at = line; *at != '\0'; at++) {
		if (quoted && *at == '"' && at[1] == '"')
			g_string_append_c(field, *at++);
		else if (*at == '"')
			quoted = !quoted;
		else if (*at == ',' && !quoted) {
			g_ptr_array_add(fields, g_strdup(field->str));
			g_string_truncate(field, 0);
		} else {
			g_string_append_c(field, *at);
		}
	}
	g_ptr_array_add(fields, g_string_free(field, FALSE));
	return fields;
}

static void sheet_clear(Sheet *sheet)
{
	g_ptr_array_unref(sheet->heads);
	g_ptr_array_unref(sheet->lines);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheet, sheet_clear)

/* The folder with the edition, made once. */
static const char *edition_folder(void)
{
	static char *folder = NULL;
	if (folder != NULL)
		return folder;
	folder = g_build_filename(demo_home(), "workbook", NULL);
	cr_assert_eq(g_mkdir_with_parents(folder, 0755), 0);
	g_autofree char *templates = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autofree char *file = g_build_filename(templates, "province-monthly.yaml", NULL);
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "render", file, "--param", "month=2026-09",
			"--format", "csv,xlsx", "-o", folder, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return folder;
}

static Sheet sheet_read(const char *id)
{
	g_autofree char *name = g_strdup_printf("province-monthly-2026-09-%s.csv", id);
	g_autofree char *path = g_build_filename(edition_folder(), name, NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "no %s", path);
	g_auto(GStrv) lines = g_strsplit(text + strlen("\xef\xbb\xbf"), "\r\n", -1);
	Sheet sheet = { fields_of(lines[0]),
			g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref) };
	for (char **line = lines + 1; *line != NULL && **line != '\0'; line++)
		g_ptr_array_add(sheet.lines, fields_of(*line));
	return sheet;
}

static const char *field(const Sheet *sheet, guint line, const char *head)
{
	const GPtrArray *fields = sheet->lines->pdata[line];
	for (guint n = 0; n < sheet->heads->len && n < fields->len; n++) {
		if (strcmp(sheet->heads->pdata[n], head) == 0)
			return fields->pdata[n];
	}
	cr_assert(false, "no column '%s'", head);
	return "";
}

static int compare_lines(gconstpointer left, gconstpointer right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* "KEY|NUMBER" lines of the rows of data, KEY being the fields KEYS joined by '|'; zeros left out:
 * what nobody counted has no row in the facts. */
static char *counted(const Sheet *sheet, const char *const *keys, const char *value)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < sheet->lines->len; n++) {
		const char *number = field(sheet, n, value);
		if (strcmp(field(sheet, n, "row"), "data") != 0 || *number == '\0' ||
		    strcmp(number, "0") == 0)
			continue;
		GString *line = g_string_new(NULL);
		for (const char *const *key = keys; *key != NULL; key++)
			g_string_append_printf(line, "%s|", field(sheet, n, *key));
		g_string_append(line, number);
		g_ptr_array_add(lines, g_string_free(line, FALSE));
	}
	g_ptr_array_sort(lines, compare_lines);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

/* The same of a query that gives "KEY|NUMBER" rows. */
static char *queried(const char *sql)
{
	g_autofree char *out = demo_query("shumar", sql);
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	g_auto(GStrv) all = g_strsplit(g_strstrip(out), "\n", -1);
	for (char **line = all; *line != NULL; line++)
		g_ptr_array_add(lines, *line);
	g_ptr_array_sort(lines, compare_lines);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

/* The total that the sheet prints below its rows. */
static const char *total(const Sheet *sheet, const char *value)
{
	guint last = sheet->lines->len - 1;
	cr_assert_str_eq(field(sheet, last, "row"), "total");
	return field(sheet, last, value);
}

static void expect_total(const char *id, const char *value, const char *sql)
{
	g_auto(Sheet) sheet = sheet_read(id);
	g_autofree char *wanted = demo_query("shumar", sql);
	g_strstrip(wanted);
	cr_expect(strcmp(total(&sheet, value), wanted) == 0, "%s.%s: %s, and %s in the facts", id,
		  value, total(&sheet, value), wanted);
	cr_expect_str_neq(wanted, "0", "%s.%s: nothing to hold", id, value);
}

static void expect_rows(const char *id, const char *const *keys, const char *value, const char *sql)
{
	g_auto(Sheet) sheet = sheet_read(id);
	g_autofree char *said = counted(&sheet, keys, value);
	g_autofree char *wanted = queried(sql);
	cr_expect_str_eq(said, wanted, "%s.%s", id, value);
	cr_expect_gt(strlen(wanted), 10, "%s.%s: nothing to hold", id, value);
}

#define MONTH     "between '2026-09-01' and '2026-09-30'"
#define YEAR      "between '2025-10-01' and '2026-09-30'"
#define OF_PUNJAB "join ref.district d on d.code = f.district and d.jurisdiction = 'punjab' "

static void cases_by_district_are_those_of_the_facts(void)
{
	static const char *const name[] = { "name", NULL };
	expect_rows("stage", name, "registered",
		    "select d.name_en || '|' || count(*) from fact.\"case\" f " OF_PUNJAB
		    "where f.registered_on " YEAR " group by d.name_en");
	expect_rows("pending", name, "registered",
		    "select d.name_en || '|' || count(*) from fact.\"case\" f " OF_PUNJAB
		    "where f.registered_on " MONTH " group by d.name_en");
	expect_total("stage", "trial",
		     "select count(*) from fact.\"case\" f " OF_PUNJAB "where f.registered_on " YEAR
		     " and f.status in ('COGNIZANCE', 'CHARGED', 'UNDERTRIAL')");
}

static void cases_by_district_month_and_offence_are_those_of_the_facts(void)
{
	g_auto(Sheet) sheet = sheet_read("long");
	static const char *const keys[] = { "measure", "district", "month", "offence", NULL };
	for (guint n = sheet.lines->len; n > 0; n--) {
		if (strcmp(field(&sheet, n - 1, "measure"), "cases_registered") != 0)
			g_ptr_array_remove_index(sheet.lines, n - 1);
	}
	g_autofree char *said = counted(&sheet, keys, "value");
	g_autofree char *wanted = queried(
	    "select 'cases_registered|' || f.district || '|' || "
	    "date_trunc('month', f.registered_on::timestamp)::date "
	    "|| '|' || f.category || '|' || count(*) from fact.\"case\" f " OF_PUNJAB
	    "where f.registered_on between '2023-10-01' and '2026-09-30' "
	    "group by f.district, date_trunc('month', f.registered_on::timestamp)::date, f.category");
	cr_expect_str_eq(said, wanted);
	cr_expect_gt(strlen(wanted), 1000);
	expect_total("offence", "total",
		     "select count(*) from fact.\"case\" f " OF_PUNJAB
		     "where f.registered_on " MONTH);
}

/* The end of a case out of its accused's outcomes and its own status, written anew. */
#define FINAL "('CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DECIDED', 'RECORDROOM')"
#define BY_COURT                                                                                   \
	"c.decided_on is not null and (f.status not in ('CANCELLED', 'UNTRACED', 'TRANSFERRED') "  \
	"or c.decided_on <= coalesce(f.status_on, 'infinity')) "
#define ENDED                                                                                      \
	"with court as (select distinct on (o.case_key) o.case_key, o.decided_on, o.outcome "      \
	"from fact.outcome o join ref.court_outcome r on r.code = o.outcome and r.final "          \
	"order by o.case_key, o.decided_on, r.rank, o.outcome_key), "                              \
	"ended as (select f.district, f.registered_on, "                                           \
	"case when " BY_COURT "then c.decided_on "                                                 \
	"when f.status in " FINAL " then f.status_on end as ended_on, "                            \
	"case when " BY_COURT "then c.outcome else f.status end as how, "                          \
	"c.decided_on is null and f.status_on is null and f.status in " FINAL " as undated "       \
	"from fact.\"case\" f " OF_PUNJAB "left join court c on c.case_key = f.case_key) "

static void disposals_are_those_of_the_facts(void)
{
	expect_total("disposals", "disposed",
		     ENDED "select count(*) from ended e where e.ended_on " YEAR);
	expect_total("disposals", "convicted",
		     ENDED "select count(*) from ended e where e.ended_on " YEAR
			   " and e.how in ('CONVICTED', 'CONVICTED_PART')");
	expect_total("disposals", "acquitted",
		     ENDED "select count(*) from ended e where e.ended_on " YEAR
			   " and e.how in ('ACQUITTED', 'ACQ_265K', 'ACQ_249A')");
	expect_total("disposals", "cancelled",
		     ENDED "select count(*) from ended e where e.ended_on " YEAR
			   " and e.how = 'CANCELLED'");
}

static void pendency_is_what_is_left_of_the_facts(void)
{
	expect_total("pending", "closing",
		     ENDED "select count(*) from ended e where e.registered_on <= '2026-09-30' and "
			   "not e.undated and (e.ended_on is null or "
			   "greatest(e.ended_on, e.registered_on) > '2026-09-30')");
	g_auto(Sheet) sheet = sheet_read("pending");
	for (guint n = 0; n < sheet.lines->len; n++) {
		gint64 opening = g_ascii_strtoll(field(&sheet, n, "opening"), NULL, 10);
		gint64 closing = g_ascii_strtoll(field(&sheet, n, "closing"), NULL, 10);
		gint64 in = g_ascii_strtoll(field(&sheet, n, "registered"), NULL, 10);
		gint64 out = g_ascii_strtoll(field(&sheet, n, "disposed"), NULL, 10);
		cr_expect_eq(opening + in - out, closing, "%s", field(&sheet, n, "name"));
	}
}

static void complaints_outreach_and_referrals_are_those_of_the_facts(void)
{
	expect_total("support", "complaints",
		     "select count(*) from fact.complaint f " OF_PUNJAB
		     "where f.received_on " MONTH);
	expect_total("support", "sessions",
		     "select count(*) from fact.outreach f " OF_PUNJAB "where f.held_on " MONTH);
	expect_total("support", "attended_women",
		     "select sum(f.attended_women) from fact.outreach f " OF_PUNJAB
		     "where f.held_on " MONTH);
	expect_total("support", "referrals",
		     "select count(*) from fact.referral f " OF_PUNJAB
		     "where f.referred_on " MONTH);
	expect_total("support", "served",
		     "select count(f.first_served_on) from fact.referral f " OF_PUNJAB
		     "where f.referred_on " MONTH);
}

/* The workbook itself: the sheet of the pendency ends in the total that the CSV has. */
static void cells_of_the_workbook_are_numbers_of_the_facts(void)
{
	g_autofree char *path =
	    g_build_filename(edition_folder(), "province-monthly-2026-09.xlsx", NULL);
	g_autofree char *wanted =
	    demo_query("shumar", "select count(*) from fact.\"case\" f " OF_PUNJAB
				 "where f.registered_on " YEAR);
	g_autoptr(ProgramRun) sheet =
	    program_run_other(NULL, "unzip", "-p", path, "xl/worksheets/sheet9.xml", NULL);
	g_autofree char *cell = g_strdup_printf("<v>%s</v></c>", g_strstrip(wanted));
	const char *last = g_strrstr(sheet->out, "<row ");
	cr_assert_not_null(last);
	cr_expect(strstr(last, cell) != NULL, "%s in %s", cell, last);
}

/* One test, since each is a process of its own and makes the workbook anew. */
Test(workbook_totals, are_those_of_the_facts)
{
	cases_by_district_are_those_of_the_facts();
	cases_by_district_month_and_offence_are_those_of_the_facts();
	disposals_are_those_of_the_facts();
	pendency_is_what_is_left_of_the_facts();
	complaints_outreach_and_referrals_are_those_of_the_facts();
	cells_of_the_workbook_are_numbers_of_the_facts();
}
