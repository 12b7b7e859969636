/* Public papers of releases in a warehouse: which release, what it may be asked, and that what is
 * withheld reaches no page and no memory. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "etl/fact/cubes.h"
#include "reports/block/block.h"
#include "reports/build/released.h"
#include "reports/build/render.h"
#include "reports/release/papers.h"
#include "tests/support/server.h"

/* Three releases that have the note of Pakpattan; the last was refused. One has no paper. */
static const char releases[] =
    "insert into etl.run (kind, state, program, host, pid) values ('nightly', 'published', 'test', 'test', 1);"
    "insert into etl.pointer (published_run) select max(run_no) from etl.run;"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent, state)"
    "	select max(run_no), 'rec', 'rec', 'punjab', 'Asia/Karachi', '2024-08-05 23:00+05', 'x', 'compare', 'full', 'read' from etl.run;"
    "insert into release.release (release_id, plan, params, run_no, as_at, jurisdiction, state, content, prepared_at, papers)"
    "	select r.id, 'press-note', '{\"district\": \"PKP\", \"from\": \"2023-08-01\", \"to\": \"2024-07-31\", \"month\": \"2024-07\"}', 1,"
    "		'2024-08-05 23:00+05', 'punjab', r.state, 'x', r.at::timestamptz, r.papers::text[]"
    "	from (values ('old', 'audited', '2024-08-06', '{press-note}'), ('new', 'prepared', '2024-08-07', '{press-note}'),"
    "		('bad', 'refused', '2024-08-08', '{press-note}'), ('bare', 'prepared', '2024-08-09', '{}')) r (id, state, at, papers);"
    "insert into release.cell (release_id, cell_no, key, measure, place, kind, first_on, last_on, table_name, state, value, version)"
    "	select r.id, c.no, c.measure || '|PKP|' || c.kind || '|2023-08-01|2024-07-31', c.measure, 'PKP', c.kind, '2023-08-01',"
    "		'2024-07-31', 't', c.state, case when c.state = 'published' then c.value end, r.id"
    "	from (values ('old', 80), ('new', 81), ('bad', 82)) r (id, cases) cross join lateral (values"
    "		(1, 'cases_registered', 'channel:vwps', 'published', r.cases), (2, 'accused_named', 'channel:vwps', 'published', 90),"
    "		(3, 'accused_named', 'vwps:ARRESTED', 'published', 50), (4, 'accused_named', 'vwps:INTERIM_BAIL', 'hidden', 0),"
    "		(5, 'accused_named', 'vwps:INNOCENT', 'hidden', 0), (6, 'accused_named', 'vwps:CONVICTED', 'published', 9)"
    "	) c (no, measure, kind, state, value);"
    "insert into release.fact (release_id, name, value) select r.id, f.name, f.value from (values ('old'), ('new'), ('bad')) r (id)"
    "	cross join (values ('coverage', 'covered'), ('covered_days', '366')) f (name, value);";

static void script(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(db, sql, &error), "%s", error != NULL ? error->message : "");
}

static Database *warehouse(void)
{
	Database *db = server_database();
	g_autoptr(GError) error = NULL;
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	return db;
}

typedef struct {
	Library *library;
	Template *template;
	Render *render;
	Binding *binding;
} Press;

static void press_end(Press *press)
{
	binding_free(press->binding);
	render_end(press->render);
	template_free(press->template);
	library_free(press->library);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Press, press_end)

/* The press note of the release ID with WORDS as far as it comes; *error is where it ends. */
static Press press_of(Database *db, const char *id, const char *const *words, GError **error)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Press press = { .library = library_open(folders, error) };
	cr_assert(press.library != NULL);
	g_autofree char *path = library_find(press.library, "press-note", error);
	press.template = template_read(path, press.library, block_types, error);
	cr_assert(press.template != NULL, "%s", *error != NULL ? (*error)->message : "");
	press.render = render_begin_on(db, press.library, press.template, id, error);
	press.binding = press.render != NULL ? render_bind(press.render, words, error) : NULL;
	return press;
}

static const char *const no_words[] = { NULL };

static Model *model_of(const Press *press)
{
	g_autoptr(GError) error = NULL;
	Model *model = render_model(press->render, press->binding, "en", &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	return model;
}

/* The words of the newest release's note, or of ID's. */
static char *text_of(Database *db, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_auto(Press) press = press_of(db, id, no_words, &error);
	cr_assert(press.binding != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Model) model = model_of(&press);
	return papers_text(model);
}

/* ── which release ── */

Test(released, a_public_paper_needs_one_that_is_prepared)
{
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	g_auto(Press) press = press_of(db, NULL, no_words, &error);
	cr_assert_null(press.render);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_UNPUBLISHED, "%s", error->message);
	cr_expect_not_null(strstr(error->message, "no release that has it is prepared"));
	cr_expect_not_null(strstr(error_hint(error), "shumar release prepare"));
}

Test(released, the_newest_that_still_counts_is_rendered_and_an_older_one_by_its_id)
{
	g_autoptr(Database) db = warehouse();
	script(db, releases);
	g_autofree char *newest = text_of(db, NULL);
	cr_expect_not_null(strstr(newest, "81 cases (FIRs)"), "%s", newest);
	g_autofree char *older = text_of(db, "old");
	cr_expect_not_null(strstr(older, "80 cases (FIRs)"), "%s", older);
	g_autofree char *refused = text_of(db, "bad");
	cr_expect_not_null(strstr(refused, "82 cases (FIRs)"), "%s", refused);
}

Test(released, one_that_is_none_or_has_not_the_paper_is_refused_by_name)
{
	static const char *const cases[][2] = { { "none", "there is no release 'none'" },
						{ "bare", "its plan does not have this paper" } };
	g_autoptr(Database) db = warehouse();
	script(db, releases);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		g_auto(Press) press = press_of(db, cases[n][0], no_words, &error);
		cr_assert_null(press.render);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
		cr_expect_not_null(strstr(error->message, cases[n][1]), "%s", error->message);
	}
}

Test(released, run_day_and_parameters_are_the_releases_and_may_only_be_repeated)
{
	static const char *const same[] = { "district=Pakpattan", "to=2024-07-31", NULL };
	static const char *const other[] = { "to=2024-08-01", NULL };
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	script(db, releases);
	{
		g_auto(Press) press = press_of(db, NULL, same, &error);
		cr_assert_not_null(press.binding, "%s", error != NULL ? error->message : "");
		cr_expect_eq(press.binding->run_no, 1);
		cr_expect_str_eq(press.binding->release, "new");
		cr_expect_eq(g_date_get_day(&press.binding->as_at), 5);
	}
	g_auto(Press) press = press_of(db, NULL, other, &error);
	cr_assert_null(press.binding);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
	cr_expect_not_null(strstr(error->message, "'new' is of to=2024-07-31, not of '2024-08-01'"),
			   "%s", error->message);
}

Test(released, what_is_rendered_is_a_draft_but_for_the_desk)
{
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	script(db, releases);
	g_auto(Press) press = press_of(db, NULL, no_words, &error);
	g_autoptr(Model) draft = model_of(&press);
	cr_expect(draft->draft);
	render_set_final(press.render);
	g_autoptr(Model) final = model_of(&press);
	cr_expect_not(final->draft);
}

/* ── what the press can read ── */

static void expect_closed(Database *db, const char *sql)
{
	g_autoptr(GError) error = NULL;
	script(db, "savepoint before");
	cr_assert(released_press_begin(db, &error), "%s", error != NULL ? error->message : "");
	cr_expect_not(database_exec(db, sql, DATABASE_NO_PARAMS, NULL, &error), "%s", sql);
	cr_expect(error != NULL && strstr(error->message, "permission denied") != NULL, "%s: %s",
		  sql, error != NULL ? error->message : "read");
	script(db, "rollback to savepoint before");
}

Test(released, queries_of_a_public_paper_can_read_nothing_else)
{
	static const char *const closed[] = {
		"select from report.case_day", "select from cube.case_day",
		"select from fact.\"case\"",   "select from release.cell",
		"select from release.hidden",  "select from release.release",
		"select from etl.run",         "select from ref.station",
		"select from release.event",
	};
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	script(db, releases);
	cr_assert(database_begin(db, DATABASE_READ_WRITE, &error));
	for (size_t n = 0; n < G_N_ELEMENTS(closed); n++)
		expect_closed(db, closed[n]);
	/* and afterwards the session is itself again */
	cr_expect(released_press_begin(db, &error) && released_press_end(db, &error));
	cr_expect(database_exec(db, "select from release.cell", DATABASE_NO_PARAMS, NULL, &error));
	database_rollback(db);
}

Test(released, a_session_that_may_not_read_as_the_press_is_told_which_grant_it_lacks)
{
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	script(db, releases);
	script(db, "create role plain_reader; grant pg_read_all_data to plain_reader");
	cr_assert(database_begin(db, DATABASE_READ_WRITE, &error));
	script(db, "set local role plain_reader");
	g_auto(Press) press = press_of(db, NULL, no_words, &error);
	cr_expect_null(press.render);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	cr_expect_not_null(strstr(error_hint(error), "GRANT shumar_press TO "), "%s",
			   error_hint(error));
	database_rollback(db);
	script(db, "drop role plain_reader");
}

/* ── what is withheld ── */

#define SECRET_MASK 0x5a
/* "7403519", each byte masked, so that it stands nowhere in this program. */
static const unsigned char secret[] = { '7' ^ SECRET_MASK, '4' ^ SECRET_MASK, '0' ^ SECRET_MASK,
					'3' ^ SECRET_MASK, '5' ^ SECRET_MASK, '1' ^ SECRET_MASK,
					'9' ^ SECRET_MASK };

static bool holds_secret(const unsigned char *bytes, size_t count)
{
	for (size_t at = 0; at + sizeof secret <= count; at++) {
		size_t same = 0;
		while (same < sizeof secret && (bytes[at + same] ^ SECRET_MASK) == secret[same])
			same++;
		if (same == sizeof secret)
			return true;
	}
	return false;
}

/* Whether a writable page of this process has the secret as text: what a dump of it would show. */
static bool memory_holds_secret(void)
{
	enum { CHUNK = 1 << 20 };
	static unsigned char chunk[CHUNK];
	char line[512];
	bool found = false;
	FILE *maps = fopen("/proc/self/maps", "re");
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	cr_assert(maps != NULL && memory >= 0);
	while (!found && fgets(line, sizeof line, maps) != NULL) {
		unsigned long long from = 0, to = 0;
		char rights[5] = "";
		if (sscanf(line, "%llx-%llx %4s", &from, &to, rights) != 3 || rights[1] != 'w')
			continue;
		/* neighbours overlap by the secret's length */
		for (; !found && from < to; from += CHUNK - sizeof secret) {
			ssize_t got =
			    pread(memory, chunk, (size_t)MIN(to - from, CHUNK), (off_t)from);
			found = got > 0 && holds_secret(chunk, (size_t)got);
		}
	}
	(void)fclose(maps);
	close(memory);
	return found;
}

/* Renders the note, and looks at the text and at all memory while model and rows are there. */
static bool rendering_shows_secret(Database *db)
{
	g_autoptr(GError) error = NULL;
	g_auto(Press) press = press_of(db, NULL, no_words, &error);
	cr_assert(press.binding != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Model) model = model_of(&press);
	g_autofree char *text = papers_text(model);
	g_autofree char *plain = g_strdup(text);
	char *end = plain;
	for (const char *at = text; *at != '\0'; at++) /* "7,403,519" */
		if (*at != ',')
			*end++ = *at;
	*end = '\0';
	return holds_secret((unsigned char *)plain, strlen(plain)) || memory_holds_secret();
}

Test(released, what_is_withheld_is_in_no_page_and_in_no_memory)
{
	g_autoptr(Database) db = warehouse();
	script(db, releases);
	/* the number is worked out by the server alone */
	script(db, "insert into release.hidden (release_id, cell_no, value, rule) select 'new', 4, "
		   "740 * 10004 + 559, 'small'");
	cr_expect_not(rendering_shows_secret(db));
	/* and one that is published is found */
	script(db, "delete from release.hidden; update release.cell set state = 'published', "
		   "value = 740 * 10004 + 559 where release_id = 'new' and cell_no = 4");
	cr_expect(rendering_shows_secret(db));
}

Test(released, a_withheld_figure_is_marked_and_sentences_hold)
{
	g_autoptr(Database) db = warehouse();
	script(db, releases);
	g_autofree char *text = text_of(db, NULL);
	static const char *const parts[] = { "81 cases (FIRs)", "\n[c]\n",
					     "of which some numbers are withheld",
					     "both are marked [c]",
					     "They name 90 accused persons" };
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect_not_null(strstr(text, parts[n]), "'%s' is not in %s", parts[n], text);
}

Test(released, papers_of_a_release_are_written_in_both_languages_and_all_formats)
{
	g_autoptr(Database) db = warehouse();
	g_autoptr(GError) error = NULL;
	script(db, releases);
	g_autofree char *folder = server_scratch();
	g_autofree char *templates = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { templates, NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	guint files = 0;
	cr_assert(papers_write(db, library, "new", folder, true, &files, &error), "%s",
		  error != NULL ? error->message : "");
	static const char *const names[] = { "press-note.en.txt", "press-note.ur.pdf",
					     "press-note.en.xlsx", "press-note.ur.html" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *path = g_build_filename(folder, names[n], NULL);
		cr_expect(g_file_test(path, G_FILE_TEST_IS_REGULAR), "%s", names[n]);
	}
	cr_expect_geq(files, 10);
	cr_expect_not(papers_write(db, library, "none", folder, true, NULL, &error));
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
}
