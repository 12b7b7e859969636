/* The weekly page of thirty districts and weeks, edges among them, against the source's own tables:
 * every figure, station and week of the chart, counted by SQL that shares nothing with the engine.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

TestSuite(district_weeks, .timeout = 900);

#define SEED   20261130 /* the same weeks on every machine */
#define RANDOM 10

/* The mapping's jurisdiction begins with the first week of records that all of it has. */
static const struct {
	const char *district;
	const char *week; /* its Monday */
	bool refused;     /* outside of what the records cover */
} edges[] = {
	{ "LHR", "2026-11-16", false }, /* the last of the records */
	{ "LHR", "2026-11-23", true },  /* after them */
	{ "LHR", "2027-03-08", true },
	{ "LHR", "2020-12-28", true }, /* before them */
	{ "PKP", "2024-07-29", false },
	{ "MUR", "2024-11-18", true }, /* before the district was cut from Rawalpindi */
	{ "MUR", "2025-01-06", false },
	{ "RWP", "2024-11-18", false },
	{ "RWP", "2025-01-06", false },
	{ "LHR", "2022-05-16", false },
};

typedef GHashTable Figures; /* "figure registered" -> "17", "station City" -> "3|0|7|3|12" */

/* ── what the source says ── */
static Figures *count_source(const char *district, const char *week)
{
	g_autofree char *text = program_fixture("cli/district-week.sql");
	g_autoptr(GString) sql = g_string_new(text);
	g_string_replace(sql, "DISTRICT", district, 0);
	g_string_replace(sql, "WEEK", week, 0);
	g_autofree char *rows = demo_query("psrms_demo", sql->str);
	g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);
	Figures *figures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (char **line = lines; *line != NULL && **line != '\0'; line++) {
		g_auto(GStrv) words = g_strsplit(*line, "|", 3);
		g_hash_table_insert(figures, g_strconcat(words[0], " ", words[1], NULL),
				    g_strdup(words[2]));
	}
	return figures;
}

/* ── what the page says ── */
/* A field of a CSV file without quotes around its values. */
static guint column_of(GStrv header, const char *name)
{
	for (guint n = 0; header[n] != NULL; n++) {
		if (g_str_has_suffix(header[n], name) && strlen(header[n]) <= strlen(name) + 3)
			return n;
	}
	g_error("no column '%s' in a page", name);
}

static char *page_file(const char *folder, const char *part)
{
	g_autofree char *path = g_strdup_printf("%s/%s/page-%s.csv", demo_home(), folder, part);
	char *text = NULL;
	g_autoptr(GError) error = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, &error), "%s", error->message);
	return text;
}

/* Joins the COLUMNS of each line under "KIND <first KEYS columns>", values without marks of sheets.
 * A page need not have the part. */
static void take_rows(Figures *figures, const char *folder, const char *part, const char *kind,
		      const char *const *columns, guint keys)
{
	g_autofree char *path = g_strdup_printf("%s/%s/page-%s.csv", demo_home(), folder, part);
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return;
	g_autofree char *text = page_file(folder, part);
	g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
	g_auto(GStrv) header = g_strsplit(lines[0], ",", -1);
	for (char **line = lines + 1; *line != NULL && **line != '\0'; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, ",", -1);
		g_autoptr(GString) values = g_string_new(NULL);
		g_autoptr(GString) name = g_string_new(kind);
		for (guint n = 0; columns[n] != NULL; n++) {
			const char *value = fields[column_of(header, columns[n])];
			if (n < keys)
				g_string_append_printf(name, " %s", value);
			else
				g_string_append_printf(values, "%s%s", n > keys ? "|" : "", value);
		}
		g_hash_table_insert(figures, g_string_free(g_steal_pointer(&name), FALSE),
				    g_string_free(g_steal_pointer(&values), FALSE));
	}
}

static Figures *read_page(const char *folder)
{
	static const char *const figure[] = { "figure", "value", NULL };
	static const char *const station[] = { "station",    "registered", "registered_before",
					       "four_weeks", "arrests",    "overdue",
					       NULL };
	static const char *const channel[] = { "channel", "received", NULL };
	static const char *const age[] = { "age", "cases", NULL };
	static const char *const oldest[] = { "station", "fir", "days", NULL };
	Figures *figures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	take_rows(figures, folder, "figures", "figure", figure, 1);
	take_rows(figures, folder, "stations", "station", station, 1);
	take_rows(figures, folder, "contacts", "channel", channel, 1);
	take_rows(figures, folder, "ages", "age", age, 1);
	take_rows(figures, folder, "oldest", "oldest", oldest, 2);
	return figures;
}

/* ── held against each other ── */
static void compare(const char *place, Figures *page, Figures *source)
{
	GHashTableIter iter;
	gpointer name = NULL, counted = NULL;
	g_hash_table_iter_init(&iter, source);
	while (g_hash_table_iter_next(&iter, &name, &counted)) {
		const char *printed = g_hash_table_lookup(page, name);
		if (g_str_has_prefix(name, "week "))
			continue;
		cr_expect(printed != NULL && strcmp(printed, counted) == 0,
			  "%s: %s is %s on the page and %s at the source", place, (char *)name,
			  printed != NULL ? printed : "not", (char *)counted);
	}
}

static void hold(const char *district, const char *week, bool refused)
{
	g_autofree char *place = g_strdup_printf("%s from %s", district, week);
	g_autofree char *folder = g_strdup_printf("weeks/%s-%s", district, week);
	g_autofree char *page = g_strconcat(folder, "/page", NULL);
	g_autofree char *whose = g_strconcat("district=", district, NULL);
	g_autofree char *when = g_strconcat("week=", week, NULL);
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "render", "dpo-weekly", "--param", whose, "--param",
			when, "--format", "csv", "-o", page, NULL);
	if (refused) {
		cr_expect(run->code != 0 && strstr(run->err, "cover") != NULL, "%s: exit %d, %s",
			  place, run->code, run->err);
		return;
	}
	cr_expect(run->code == 0, "%s: exit %d, %s", place, run->code, run->err);
	if (run->code != 0)
		return;
	g_autoptr(GHashTable) printed = read_page(folder);
	g_autoptr(GHashTable) counted = count_source(district, week);
	compare(place, printed, counted);
}

Test(district_weeks, at_the_edges_are_the_sources_own_or_refused)
{
	for (size_t n = 0; n < G_N_ELEMENTS(edges); n++)
		hold(edges[n].district, edges[n].week, edges[n].refused);
}

/* Rows "LHR|2026-10-05" of SQL at the source. */
static void hold_each(const char *sql)
{
	g_autofree char *rows = demo_query("psrms_demo", sql);
	g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);
	cr_assert_geq(g_strv_length(lines), RANDOM);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) words = g_strsplit(*line, "|", 2);
		hold(words[0], words[1], false);
	}
}

Test(district_weeks, with_most_cases_are_the_sources_own)
{
	hold_each(
	    "select s.district, date_trunc('week', f.registered_at at time zone 'Asia/Karachi')::date from psrms.firs f"
	    " join psrms.police_stations s using (ps_id) where s.district <> 'ZZZ' group by 1, 2 order by count(*) desc, 1, 2 limit 10");
}

Test(district_weeks, taken_at_random_are_the_sources_own)
{
	g_autofree char *codes = demo_query(
	    "shumar",
	    "select code from ref.district where jurisdiction = 'punjab' and valid_from is null order by 1");
	g_auto(GStrv) districts = g_strsplit(codes, "\n", -1);
	g_autoptr(GRand) random = g_rand_new_with_seed(SEED);
	for (int n = 0; n < RANDOM; n++) {
		const char *district =
		    districts[g_rand_int_range(random, 0, (gint32)g_strv_length(districts))];
		g_autoptr(GDate) week = g_date_new_dmy(3, G_DATE_JANUARY, 2022);
		g_date_add_days(week, 7 * (guint)g_rand_int_range(random, 8, 250));
		char day[16];
		g_date_strftime(day, sizeof day, "%Y-%m-%d", week);
		hold(district, day, false);
	}
}
