/* A release of records, a late record, and the release that corrects it. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/release/approve.h"
#include "reports/release/calendar.h"
#include "reports/release/correct.h"
#include "reports/release/place.h"
#include "reports/release/publish.h"
#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/server.h"

TestSuite(release_correct, .timeout = 200);

static const char tiny_plan[] =
    "release: tiny\ntitle: {en: Cases, ur: مقدمات}\nparameters:\n  month: {type: month}\n"
    "jurisdiction: punjab\npapers: [tiny-note]\nmost-lost: 95\ntables:\n"
    "  - {table: division-month, measure: cases_registered, place: division, kind: all, period: month, to: $month, last: 1}\n"
    "headline:\n  - {table: division-month, place: punjab, kind: all}\n";
static const char tiny_paper[] =
    "template: tiny-note\npaper: {en: Note, ur: نوٹ}\naudience: public\nlanguages: [en, ur]\noutputs: [text]\n"
    "datasets:\n  later: {query: released_next}\n  next: {from: later, row: first}\n"
    "  helplines: {office: helplines, columns: \"number telephone, name text, what text\"}\n"
    "  contacts: {office: contacts, columns: \"for text, office text, telephone telephone, email e-mail\"}\n"
    "blocks:\n  - text: {id: next, en: 'Next: {if next.on_date != missing}{next.on_date|date}{else}unknown{end}.',"
    " ur: 'اگلی: {if next.on_date != missing}{next.on_date|date}{else}نامعلوم{end}۔'}\n"
    "  - heading: {en: Crimes against women, ur: خواتین کے خلاف جرائم}\n"
    "  - include: shared/office-help.yaml\n";

typedef struct {
	Records *records;
	Library *library;
	Plan *plan;
	char *rules;
	char *output;
} Office;

static Office *office_new(void)
{
	g_autoptr(GError) error = NULL;
	Office *office = g_new0(Office, 1);
	office->records = records_new();
	records_exec(
	    office->records,
	    "insert into rec.firs select 100 + n, case when n % 2 = 0 then 'LHR' else 'PAK' end,"
	    " case when n % 3 = 0 then 'City' else 'Saddar' end, 2024,"
	    " (100 + n)::text, '2024-05-10 08:00Z', null, '{506}', false, false, 'FIR', 1, null, null, null, null"
	    " from generate_series(1, 40) n");
	records_run_well(office->records);
	records_exec_warehouse(office->records,
			       "insert into etl.setting values ('demonstration', 'yes')");
	g_autofree char *folder = server_scratch();
	g_autofree char *from = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autofree char *templates = g_build_filename(folder, "templates", NULL);
	program_run_free(program_run_other(folder, "cp", "-r", "--", from, "templates", NULL));
	program_write(folder, "templates/releases/tiny.yaml", tiny_plan);
	program_write(folder, "templates/tiny-note.yaml", tiny_paper);
	const char *const folders[] = { templates, NULL };
	office->library = library_open(folders, &error);
	cr_assert(office->library != NULL, "%s", error != NULL ? error->message : "");
	office->plan = plan_parse(tiny_plan, "tiny.yaml", &error);
	cr_assert(office->plan != NULL, "%s", error != NULL ? error->message : "");
	office->rules = g_build_filename(templates, "disclosure.yaml", NULL);
	office->output = g_build_filename(folder, "pub", NULL);
	return office;
}

static void office_free(Office *office)
{
	plan_free(office->plan);
	library_free(office->library);
	records_free(office->records);
	g_free(office->rules);
	g_free(office->output);
	g_free(office);
}

static Desk *open_at(const Office *office, const char *clock)
{
	g_autoptr(GError) error = NULL;
	g_setenv("SHUMAR_CLOCK", clock, TRUE);
	Desk *desk = desk_open(office->records->config, DESK_CHANGES, &error);
	cr_assert(desk != NULL, "%s", error != NULL ? error->message : "");
	return desk;
}

static void announce(const Office *office, const char *clock, const char *id, const char *day)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *shown = NULL;
	g_autoptr(Desk) desk = open_at(office, clock);
	const CalendarAsk ask = { id, day, "09:30", "punjab", "Ayesha", NULL };
	cr_assert(calendar_announce(desk, &ask, &shown, &error), "%s", error->message);
}

static void prepare(const Office *office, const char *clock)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_autoptr(Desk) desk = open_at(office, clock);
	const PrepareAsked asked = { .plan = office->plan,
				     .words = (const char *const[]){ "month=2024-05", NULL },
				     .rules = office->rules };
	cr_assert(
	    desk_begin(desk, &error) &&
		prepare_release(desk_database(desk), desk_config(desk), &asked, &result, &error) &&
		desk_record(desk, "prepared", result.release_id, "Bilal", "", &error),
	    "%s", error != NULL ? error->message : "");
}

static void audit(const Office *office, const char *clock, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_auto(AuditResult) result = { 0 };
	g_autoptr(GString) said = g_string_new(NULL), detail = g_string_new(NULL);
	g_autoptr(Desk) desk = open_at(office, clock);
	g_autoptr(Standing) standing = standing_read(desk, id, &error);
	cr_assert(desk_begin(desk, &error) &&
		      audit_release(desk_database(desk), id, office->rules, true, &result, said,
				    &error) &&
		      release_add_audited(desk, office->library, office->rules, id, detail, &error),
		  "%s", error != NULL ? error->message : "");
	detail_add(detail, "union", result.union_hash);
	cr_assert(standing_move(desk, standing, "audited", &error) &&
		  desk_record(desk, "audited", id, NULL, detail->str, &error));
}

static void approve(const Office *office, const char *clock, const char *id)
{
	static const char *const people[] = { "Ayesha", "Kamran" };
	static const char *const nobody[] = { NULL };
	for (size_t n = 0; n < G_N_ELEMENTS(people); n++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *said = NULL;
		g_autoptr(Desk) desk = open_at(office, clock);
		const ApproveAsk ask = { id, people[n], NULL, nobody };
		cr_assert(release_approve_by(desk, &ask, &said, &error), "%s", error->message);
	}
}

static bool publish(const Office *office, const char *clock, const char *id, GError **error)
{
	g_auto(PublishResult) result = { 0 };
	g_autoptr(Desk) desk = open_at(office, clock);
	const PublishAsk ask = { id, office->output, office->library, office->rules, false };
	return publish_release(desk, &ask, &result, error);
}

static char *state_of(const Office *office, const char *id)
{
	g_autofree char *sql =
	    g_strdup_printf("select state from release.release where release_id = '%s'", id);
	return records_text(office->records, sql);
}

static bool correct(const Office *office, Correction *correction, GError **error)
{
	g_auto(PrepareResult) result = { 0 };
	g_autoptr(Desk) desk = open_at(office, "2024-07-02T00:00:00Z");
	const CorrectAsk ask = { office->library,     "tiny-2024-05", "Bilal",
				 "Records came late", NULL,           NULL,
				 office->rules };
	return release_correct_by(desk, &ask, &result, correction, error);
}

/* Announced, prepared, audited, approved and published. */
static void make_public(const Office *office)
{
	g_autoptr(GError) error = NULL;
	announce(office, "2024-05-20T00:00:00Z", "tiny-2024-05", "2024-07-01");
	prepare(office, "2024-06-30T20:00:00Z");
	audit(office, "2024-06-30T20:00:00Z", "tiny-2024-05");
	approve(office, "2024-06-30T20:00:00Z", "tiny-2024-05");
	cr_assert(publish(office, "2024-07-01T05:00:00Z", "tiny-2024-05", &error), "%s",
		  error != NULL ? error->message : "");
}

Test(release_correct, without_a_change_is_refused_and_leaves_nothing)
{
	g_autoptr(GError) error = NULL;
	g_auto(Correction) correction = { 0 };
	Office *office = office_new();
	make_public(office);
	cr_assert(!correct(office, &correction, &error));
	cr_assert_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG, "%s", error->message);
	cr_assert(strstr(error->message, "nothing in it would change") != NULL, "%s",
		  error->message);
	cr_assert_eq(records_number(office->records, "select count(*) from release.release"), 1);
	office_free(office);
}

/* The hour of a next release was announced since, which the papers would say; no figure changed. */
Test(release_correct, is_refused_when_only_the_next_hour_is_another)
{
	g_autoptr(GError) error = NULL;
	g_auto(Correction) correction = { 0 };
	g_autofree char *path = NULL, *note = NULL;
	Office *office = office_new();
	make_public(office);
	announce(office, "2024-07-01T06:00:00Z", "tiny-2024-06", "2024-08-05");
	cr_assert(!correct(office, &correction, &error));
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	cr_expect(strstr(error->message, "nothing in it would change") != NULL, "%s",
		  error->message);
	/* what is rendered otherwise does tell it */
	path = g_build_filename(office->output, "tiny-2024-05", "tiny-note.en.txt", NULL);
	cr_assert(g_file_get_contents(path, &note, NULL, NULL));
	cr_expect(strstr(note, "Next: unknown.") != NULL, "%s", note);
	g_free(records_text(office->records,
			    "select set_config('shumar.release', 'tiny-2024-05', false)"));
	g_autofree char *hour =
	    records_text(office->records, "select on_date::text from released.next");
	cr_expect_str_eq(hour, "2024-08-05");
	office_free(office);
}

Test(release_correct, names_each_figure_that_changed_says_that_the_headline_falls_and_replaces)
{
	g_autoptr(GError) error = NULL;
	g_auto(Correction) correction = { 0 };
	g_autofree char *english = NULL, *urdu = NULL;
	Office *office = office_new();
	make_public(office);
	records_exec(
	    office->records,
	    "insert into rec.firs select 200 + n, 'LHR', 'Saddar', 2024, (200 + n)::text, '2024-05-11 08:00Z', null,"
	    " '{506}', false, false, 'FIR', 1, null, null, null, null from generate_series(1, 7) n");
	records_run_well(office->records);
	cr_assert(correct(office, &correction, &error), "%s", error != NULL ? error->message : "");
	cr_assert(correction.falls);
	cr_assert_eq(correction.figures, 2, "the division and the province, not %u",
		     correction.figures);
	/* what is public is another set now than the audit's, and no earlier hour is needed */
	announce(office, "2024-07-02T00:00:00Z", "tiny-2024-05-r2", "2024-07-03");
	audit(office, "2024-07-02T00:00:00Z", "tiny-2024-05-r2");
	approve(office, "2024-07-02T00:00:00Z", "tiny-2024-05-r2");
	cr_assert(publish(office, "2024-07-03T05:00:00Z", "tiny-2024-05-r2", &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *old = state_of(office, "tiny-2024-05");
	cr_assert_str_eq(old, "replaced");
	g_autofree char *en =
	    g_build_filename(office->output, "tiny-2024-05-r2", "correction.en.txt", NULL);
	g_autofree char *ur =
	    g_build_filename(office->output, "tiny-2024-05-r2", "correction.ur.txt", NULL);
	cr_assert(g_file_get_contents(en, &english, NULL, NULL) &&
		  g_file_get_contents(ur, &urdu, NULL, NULL));
	static const char *const said[] = {
		"CORRECTION: tiny-2024-05-r2", "replaces tiny-2024-05.",
		"Records came late",           "does not stand any more: 40 → 47",
		"Figures that changed: 2",     "2024-05-01 – 2024-05-31: 20 → 27"
	};
	for (size_t n = 0; n < G_N_ELEMENTS(said); n++)
		cr_expect(strstr(english, said[n]) != NULL, "expected '%s' in:\n%s", said[n],
			  english);
	cr_expect(strstr(urdu, "تصحیح: tiny-2024-05-r2") != NULL && strstr(urdu, "20 → 27") != NULL,
		  "%s", urdu);
	office_free(office);
}

Test(release_correct, what_was_audited_beside_other_releases_is_audited_again)
{
	g_autoptr(GError) error = NULL;
	Office *office = office_new();
	announce(office, "2024-05-20T00:00:00Z", "tiny-2024-05", "2024-07-01");
	prepare(office, "2024-06-30T20:00:00Z");
	audit(office, "2024-06-30T20:00:00Z", "tiny-2024-05");
	approve(office, "2024-06-30T20:00:00Z", "tiny-2024-05");
	records_exec_warehouse(
	    office->records,
	    "insert into release.release (release_id, plan, params, run_no, as_at, jurisdiction, state, content,"
	    " prepared_at) values ('other', 'tiny', '{}', 1, '2024-06-30Z', 'punjab', 'published', 'x', '2024-06-01Z')");
	cr_assert(!publish(office, "2024-07-01T05:00:00Z", "tiny-2024-05", &error));
	cr_assert_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	cr_assert(strstr(error->message, "another release became public") != NULL, "%s",
		  error->message);
	g_autofree char *path = g_build_filename(office->output, "tiny-2024-05", NULL);
	cr_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
	office_free(office);
}
