/* The release desk on releases that are put into the tables by hand: the order of its steps, its
 * people, its clock and calendar, and its ledger. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "reports/release/approve.h"
#include "reports/release/calendar.h"
#include "reports/release/correct.h"
#include "reports/release/mend.h"
#include "reports/release/publish.h"
#include "reports/release/withdraw.h"
#include "tests/support/kit.h"
#include "tests/support/program.h"
#include "tests/support/server.h"

TestSuite(release_desk, .timeout = 120);

/* ── a desk ── */

typedef struct {
	char *database;
	Config *config;
	Database *db; /* beside the desk, for what is done behind its back */
	Library *library;
} Room;

static Room *room_new(void)
{
	g_autoptr(GError) error = NULL;
	Room *room = g_new0(Room, 1);
	log_setup(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR);
	room->database = server_create(true);
	room->db = server_open(room->database);
	g_autofree char *folder = server_scratch();
	g_autofree char *place = server_conninfo(room->database);
	g_autofree char *text = g_strdup_printf(
	    "data: data\nwarehouse: \"%s\"\ntemplates: templates\noutput: out\n", place);
	g_autofree char *path = g_build_filename(folder, "shumar.yaml", NULL);
	program_write(folder, "shumar.yaml", text);
	room->config = config_read(path, &error);
	g_assert_no_error(error);
	g_mkdir_with_parents(room->config->data, 0700);
	g_autofree char *templates = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { templates, NULL };
	room->library = library_open(folders, &error);
	g_assert_no_error(error);
	kit_script(room->db, "insert into etl.setting values ('demonstration', 'yes')");
	g_setenv("SHUMAR_CLOCK", "2026-10-01T05:00:00Z", TRUE);
	return room;
}

static void room_free(Room *room)
{
	database_close(room->db);
	config_free(room->config);
	library_free(room->library);
	g_free(room->database);
	g_free(room);
}

/* ── steps ── */

typedef bool (*StepRun)(Room *room, Desk *desk, char **words, GError **error);

/* A release of two figures, one of them withheld; {} is its id. */
static const char prepared_sql[] =
    "delete from release.cell where release_id = '{}'; delete from release.release where release_id = '{}';"
    "insert into release.release (release_id, plan, params, run_no, as_at, jurisdiction, state, content, prepared_at)"
    " values ('{}', 'punjab-monthly', '{\"month\": \"2026-08\"}', 1, '2026-09-30Z', 'punjab', 'prepared', 'c', '2026-10-01Z');"
    "insert into release.cell (release_id, cell_no, key, measure, place, kind, first_on, last_on, table_name, version, state, value)"
    " values ('{}', 1, 'cases_registered|PKP|all|2026-08-01|2026-08-31', 'cases_registered', 'PKP', 'all',"
    " '2026-08-01', '2026-08-31', 'district-month', '{}', 'published', 12),"
    " ('{}', 2, 'cases_registered|LHR|all|2026-08-01|2026-08-31', 'cases_registered', 'LHR', 'all',"
    " '2026-08-01', '2026-08-31', 'district-month', '{}', 'hidden', null);";

static bool prepare(Room *room, Desk *desk, char **words, GError **error)
{
	const char *id = words[1];
	(void)room;
	g_auto(GStrv) parts = g_strsplit(prepared_sql, "{}", -1);
	g_autofree char *rows = g_strjoinv(id, parts);
	return desk_begin(desk, error) && database_script(desk_database(desk), rows, error) &&
	       desk_record(desk, "prepared", id, words[2], "", error);
}

/* As the command does it, without an attack on two figures. */
static bool audit(Room *room, Desk *desk, char **words, GError **error)
{
	(void)room;
	g_autoptr(Standing) standing = standing_read(desk, words[1], error);
	if (standing == NULL || !standing_allows(standing, "audit", error))
		return false;
	bool passes = g_strcmp0(words[2], "refused") != 0;
	g_autofree char *figures = release_figures_hash(desk, words[1], error);
	g_autoptr(GString) detail = g_string_new(NULL);
	detail_add(detail, "figures", figures);
	return desk_begin(desk, error) &&
	       standing_move(desk, standing, passes ? "audited" : "refused", error) &&
	       desk_record(desk, passes ? "audited" : "refused", words[1], NULL, detail->str,
			   error);
}

static bool approve(Room *room, Desk *desk, char **words, GError **error)
{
	(void)room;
	g_autofree char *said = NULL;
	g_autofree char *person = desk_person(words[2], error);
	const ApproveAsk ask = { words[1], person, words[2] != NULL ? words[3] : NULL,
				 (const char *const[]){ "Secretary Home", "secretary  HOME",
							NULL } };
	return person != NULL && release_approve_by(desk, &ask, &said, error);
}

static bool announce(Room *room, Desk *desk, char **words, GError **error)
{
	(void)room;
	g_autofree char *shown = NULL;
	bool change = strcmp(words[0], "change") == 0;
	const CalendarAsk ask = { words[1], words[2],       words[3],
				  "punjab", "Ayesha Malik", change ? "late" : NULL };
	return calendar_announce(desk, &ask, &shown, error);
}

static bool publish(Room *room, Desk *desk, char **words, GError **error)
{
	g_auto(PublishResult) result = { 0 };
	g_autofree char *output = g_build_filename(room->config->data, "out", NULL);
	const PublishAsk ask = { words[1], output, room->library, "none", true };
	return publish_release(desk, &ask, &result, error);
}

/* What publishing leaves in the tables. */
static bool be_public(Room *room, Desk *desk, char **words, GError **error)
{
	g_autoptr(Standing) standing = standing_read(desk, words[1], error);
	g_autofree char *path = g_build_filename(room->config->data, words[1], NULL);
	g_mkdir_with_parents(path, 0700);
	return standing != NULL && desk_begin(desk, error) &&
	       standing_move(desk, standing, "published", error) &&
	       database_exec(desk_database(desk), sqltext(SQL_RELEASE_FOLDER_PUT),
			     DATABASE_PARAMS(words[1], path, "m"), NULL, error) &&
	       database_exec(desk_database(desk), sqltext(SQL_RELEASE_FOLDER_PLACED),
			     DATABASE_PARAMS(words[1]), NULL, error) &&
	       desk_record(desk, "published", words[1], NULL, "", error);
}

static bool withdraw(Room *room, Desk *desk, char **words, GError **error)
{
	g_autofree char *notice = NULL;
	return release_withdraw_by(desk, room->library, words[1], "Ayesha Malik", "wrong", &notice,
				   error);
}

static bool correct(Room *room, Desk *desk, char **words, GError **error)
{
	g_auto(PrepareResult) result = { 0 };
	g_auto(Correction) correction = { 0 };
	const CorrectAsk ask = { room->library, words[1], "Ayesha Malik", "wrong",
				 NULL,          NULL,     "none" };
	return release_correct_by(desk, &ask, &result, &correction, error);
}

/* A statement behind the desk's back; with "force" as one who can switch triggers off. */
static bool behind(Room *room, Desk *desk, char **words, GError **error)
{
	(void)desk;
	g_autofree char *sql = g_strjoinv(" ", words + 1);
	bool force = strcmp(words[0], "force") == 0;
	return (!force ||
		database_script(room->db, "set session_replication_role = replica", error)) &&
	       database_script(room->db, sql, error) &&
	       (!force || database_script(room->db, "reset session_replication_role", error));
}

static bool lose_file(Room *room, Desk *desk, char **words, GError **error)
{
	(void)desk;
	(void)words;
	(void)error;
	g_autofree char *path = g_build_filename(room->config->data, "release.ledger", NULL);
	return g_unlink(path) == 0;
}

static bool spoil_file(Room *room, Desk *desk, char **words, GError **error)
{
	(void)desk;
	(void)words;
	g_autofree char *path = g_build_filename(room->config->data, "release.ledger", NULL);
	return g_file_set_contents(path, "last 2 zzz\n", -1, error);
}

static bool look(Room *room, Desk *desk, char **words, GError **error)
{
	(void)room;
	(void)words;
	g_autoptr(GPtrArray) all = standing_all(desk, error);
	return all != NULL;
}

static const struct {
	const char *name;
	StepRun run;
	bool desk; /* at the desk, or beside it */
} steps[] = {
	{ "prepare", prepare, true },   { "audit", audit, true },
	{ "approve", approve, true },   { "announce", announce, true },
	{ "change", announce, true },   { "publish", publish, true },
	{ "public", be_public, true },  { "withdraw", withdraw, true },
	{ "correct", correct, true },   { "behind", behind, false },
	{ "force", behind, false },     { "lose", lose_file, false },
	{ "spoil", spoil_file, false }, { "look", look, true },
};

static bool run_step(Room *room, const char *text, GError **error)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	if (strcmp(words[0], "clock") == 0) {
		g_setenv("SHUMAR_CLOCK", words[1], TRUE);
		return true;
	}
	for (size_t n = 0; n < G_N_ELEMENTS(steps); n++) {
		if (strcmp(steps[n].name, words[0]) != 0)
			continue;
		g_autoptr(Desk) desk =
		    steps[n].desk ? desk_open(room->config, DESK_CHANGES, error) : NULL;
		return (desk != NULL || !steps[n].desk) && steps[n].run(room, desk, words, error);
	}
	cr_assert_fail("no step '%s'", text);
	return false;
}

/* ── what is refused ── */

typedef struct {
	const char *steps[12]; /* the last one is refused */
	int code;
	const char *says;
} Sequence;

#define AUDITED  "prepare A", "audit A"
#define APPROVED AUDITED, "approve A Ayesha", "approve A Bilal"
#define PUBLIC   APPROVED, "public A"

static const Sequence sequences[] = {
	{ { "approve A Ayesha" }, 2, "no release 'A' was prepared" },
	{ { "prepare A", "approve A Ayesha" }, 3, "it was not audited" },
	{ { "prepare A", "publish A" }, 3, "it was not audited" },
	{ { AUDITED, "publish A" }, 3, "fewer than two people" },
	{ { AUDITED, "approve A Ayesha", "publish A" }, 3, "fewer than two people" },
	{ { AUDITED, "approve A Ayesha", "approve A Ayesha" }, 3, "the same person approved it" },
	{ { AUDITED, "approve A Ayesha", "approve A AYESHA" }, 3, "the same person approved it" },
	{ { AUDITED, "approve A فيصل", "approve A فیصل" }, 3, "the same person approved it" },
	{ { AUDITED, "approve A" }, 2, "a name is needed" },
	{ { AUDITED, "approve A   " }, 2, "a name of 1 to 100 letters" },
	{ { "prepare A Bilal", "audit A", "approve A bilal" }, 3, "the same person prepared it" },
	{ { APPROVED, "approve A Carla" }, 3, "two people approved it already" },
	{ { "prepare A", "audit A refused", "approve A Ayesha" }, 3, "its audit refused it" },
	{ { "prepare A", "audit A refused", "publish A" }, 3, "its audit refused it" },
	{ { "prepare A", "audit A refused", "audit A" }, 3, "its audit refused it" },
	{ { AUDITED, "approve A Ayesha", "prepare A", "approve A Bilal" },
	  3,
	  "it was not audited" },
	{ { APPROVED, "prepare A", "audit A", "publish A" }, 3, "fewer than two people" },
	{ { AUDITED, "approve A Ayesha 2026-09-30T00:00:00Z" }, 3, "embargo would have ended" },
	{ { AUDITED, "approve A Ayesha tomorrow" }, 2, "cannot read the embargo" },
	{ { AUDITED, "approve A Ayesha 2026-12-01T00:00:00" }, 2, "cannot read the embargo" },
	{ { APPROVED, "publish A" }, 3, "no hour was announced" },
	{ { "announce A 2026-11-25 09:30", APPROVED, "publish A" },
	  3,
	  "it was announced for 2026" },
	{ { "announce A 2026-11-25 09:30", APPROVED, "clock 2026-11-27T00:00:00Z", "publish A" },
	  3,
	  "more than 24 hours" },
	{ { "announce A 2026-11-25 09:30", AUDITED, "approve A Ayesha 2026-11-26T00:00:00Z",
	    "approve A Bilal 2026-11-25T00:00:00Z", "clock 2026-11-25T10:00:00Z", "publish A" },
	  3,
	  "its embargo ends on 2026-11-26" },
	{ { "announce A 2026-10-28 09:30" }, 3, "less than four weeks ahead" },
	{ { "announce A 2026-09-28 09:30" }, 3, "not to come any more" },
	{ { "announce A 2026-11-25 09:30", "announce A 2026-12-25 09:30" },
	  3,
	  "was announced for it before" },
	{ { "change A 2026-11-25 09:30" }, 3, "no hour was announced for it yet" },
	{ { "announce A 2026-11-25 09:30", "clock 2026-11-01T00:00:00Z",
	    "change A 2026-11-20 09:30" },
	  3,
	  "less than four weeks ahead" },
	{ { "announce A 2026-02-30 09:30" }, 2, "2026-02-30" },
	{ { "announce A 2026-11-25 24:00" }, 2, "no hour '24:00'" },
	{ { PUBLIC, "announce A 2026-11-25 09:30" }, 3, "public already" },
	{ { PUBLIC, "publish A" }, 3, "it is public already" },
	{ { PUBLIC, "audit A" }, 3, "it is public already" },
	{ { PUBLIC, "approve A Carla" }, 3, "it is public already" },
	{ { APPROVED, "withdraw A" }, 3, "it was never published" },
	{ { PUBLIC, "withdraw A", "withdraw A" }, 3, "it was withdrawn before" },
	{ { APPROVED, "correct A" }, 3, "it was never published" },
	{ { AUDITED, "behind update release.cell set value = 13 where cell_no = 1",
	    "approve A Ayesha" },
	  3,
	  "not those that were audited" },
	{ { "prepare A", "clock 2026-09-30T00:00:00Z", "audit A" },
	  3,
	  "the clock says 2026-09-30" },
	{ { "behind delete from etl.setting", "look" }, 3, "this warehouse is no demonstration" },
	{ { "clock noon", "look" }, 2, "cannot read the clock" },
	/* the ledger */
	{ { AUDITED, "force update release.event set person = 'X' where event_no = 1", "look" },
	  3,
	  "line 1 was altered" },
	{ { AUDITED, "force update release.event set hash = before where event_no = 2", "look" },
	  3,
	  "line 2 was altered" },
	{ { APPROVED, "force delete from release.event where event_no = 2", "look" },
	  3,
	  "a line before line 3 is missing" },
	{ { APPROVED, "force delete from release.event where event_no = 4", "look" },
	  3,
	  "cut short, and has 3 lines of 4" },
	{ { AUDITED, "force delete from release.event", "look" },
	  3,
	  "cut short, and has 0 lines of 2" },
	{ { AUDITED,
	    "force update release.event e set person = 'X', hash = engine.release_event_hash(event_no, at,"
	    " kind, release_id, 'X', detail, before) where event_no = 1",
	    "look" },
	  3,
	  "line 2 does not follow" },
	{ { AUDITED,
	    "force update release.event e set person = 'X', hash = engine.release_event_hash(event_no, at,"
	    " kind, release_id, 'X', detail, before) where event_no = 2",
	    "look" },
	  3,
	  "line 2 is another than the desk wrote" },
	{ { AUDITED,
	    "behind insert into release.event select 3, at, kind, release_id, 'X', detail, hash,"
	    " engine.release_event_hash(3, at, kind, release_id, 'X', detail, hash) from release.event where event_no = 2",
	    "look" },
	  3,
	  "lines after line 2 were not written by the desk" },
	{ { AUDITED, "lose", "look" }, 3, "is not there" },
	{ { AUDITED, "spoil", "look" }, 3, "is damaged" },
	/* what is public */
	{ { AUDITED, "behind update release.event set person = 'X'" },
	  1,
	  "never changed, only added to" },
	{ { AUDITED, "behind delete from release.event" }, 1, "never changed, only added to" },
	{ { AUDITED, "behind truncate release.event" }, 1, "never changed, only added to" },
	{ { PUBLIC, "behind update release.cell set value = 13 where cell_no = 1" },
	  1,
	  "was published and is never changed" },
	{ { PUBLIC, "behind delete from release.cell" }, 1, "was published and is never changed" },
	{ { PUBLIC, "behind truncate release.cell cascade" }, 1, "is never emptied" },
	{ { PUBLIC, "behind insert into release.fact values ('A', 'x', 'y')" },
	  1,
	  "was published and is never changed" },
	{ { PUBLIC, "behind insert into release.hidden values ('A', 2, 1, 'small')" },
	  1,
	  "was published and is never changed" },
	{ { PUBLIC, "behind update release.release set state = 'prepared'" },
	  1,
	  "was published and is never changed" },
	{ { PUBLIC, "behind update release.release set run_no = 2" },
	  1,
	  "was published and is never changed" },
	{ { PUBLIC, "behind delete from release.release" }, 1, "never changed" },
};

static guint count_steps(const Sequence *sequence)
{
	guint count = 0;
	while (count < G_N_ELEMENTS(sequence->steps) && sequence->steps[count] != NULL)
		count++;
	return count;
}

/* As it was at first; tables that nothing can empty are emptied by one who can do all. */
static void reset(Room *room)
{
	kit_script(
	    room->db,
	    "set session_replication_role = replica; delete from release.event; delete from release.folder;"
	    " delete from release.fact; delete from release.hidden; delete from release.cell;"
	    " delete from release.release; reset session_replication_role;"
	    " insert into etl.setting values ('demonstration', 'yes') on conflict do nothing");
	g_autofree char *path = g_build_filename(room->config->data, "release.ledger", NULL);
	(void)g_unlink(path);
	g_setenv("SHUMAR_CLOCK", "2026-10-01T05:00:00Z", TRUE);
}

static void hold(Room *room, const Sequence *sequence)
{
	guint count = count_steps(sequence);
	for (guint n = 0; n < count; n++) {
		g_autoptr(GError) error = NULL;
		bool done = run_step(room, sequence->steps[n], &error);
		if (n + 1 < count) {
			cr_assert(done, "'%s', step %u of '%s': %s", sequence->steps[n], n + 1,
				  sequence->says, error != NULL ? error->message : "");
			continue;
		}
		cr_expect(!done, "'%s' was not refused (%s)", sequence->steps[n], sequence->says);
		cr_expect_eq(error_exit_code(error), sequence->code, "exit %d: %s",
			     error_exit_code(error), error != NULL ? error->message : "");
		cr_expect(error != NULL && strstr(error->message, sequence->says) != NULL,
			  "expected '%s' in: %s", sequence->says,
			  error != NULL ? error->message : "");
		cr_expect(sequence->code == 1 || (error != NULL && error_hint(error) != NULL),
			  "no remedy: %s", sequence->says);
	}
}

Test(release_desk, refuses_what_is_out_of_order_with_its_reason)
{
	Room *room = room_new();
	for (size_t n = 0; n < G_N_ELEMENTS(sequences); n++) {
		reset(room);
		hold(room, &sequences[n]);
	}
	room_free(room);
}

/* ── what is allowed ── */

static void go(Room *room, const char *step)
{
	g_autoptr(GError) error = NULL;
	bool done = run_step(room, step, &error);
	cr_assert(done, "%s: %s", step, error != NULL ? error->message : "");
}

Test(release_desk, a_change_of_the_calendar_stays_visible_with_its_reason)
{
	Room *room = room_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	go(room, "announce A 2026-11-25 09:30");
	go(room, "clock 2026-11-20T00:00:00Z");
	go(room, "change A 2026-11-26 09:30");
	g_autoptr(Desk) desk = desk_open(room->config, DESK_READS, &error);
	cr_assert(desk != NULL && calendar_print(desk, text, &error));
	cr_assert(strstr(text->str, "2026-11-25 09:30") < strstr(text->str, "2026-11-26 09:30"));
	cr_assert(strstr(text->str, "(changed)") != NULL &&
		      strstr(text->str, "because: late") != NULL,
		  "%s", text->str);
	room_free(room);
}

Test(release_desk, who_saw_it_before_is_kept_once_and_approvals_fall_when_it_is_prepared_again)
{
	Room *room = room_new();
	go(room, "prepare A");
	go(room, "audit A");
	go(room, "approve A Ayesha");
	g_autofree char *access = kit_text(
	    room->db, "select detail ->> 'access' from release.event where kind = 'approved'");
	cr_assert_str_eq(access, "[\"Secretary Home\"]");
	go(room, "prepare A");
	go(room, "audit A");
	go(room, "approve A Ayesha");
	g_autofree char *state = kit_text(room->db, "select state from release.release");
	cr_assert_str_eq(state, "audited");
	room_free(room);
}

Test(release_desk, two_at_once_one_is_told)
{
	Room *room = room_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(Desk) first = desk_open(room->config, DESK_CHANGES, &error);
	cr_assert(first != NULL);
	g_autoptr(Desk) reader = desk_open(room->config, DESK_READS, &error);
	cr_assert(reader != NULL, "who looks waits for nobody");
	g_autoptr(Desk) second = desk_open(room->config, DESK_CHANGES, &error);
	cr_assert(second == NULL);
	cr_assert_eq(error_exit_code(error), SHUMAR_ERROR_LOCKED, "%s", error->message);
	room_free(room);
}

Test(release_desk, a_withdrawn_release_keeps_its_folder_and_gets_a_notice_in_both_languages)
{
	Room *room = room_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *notice = NULL;
	go(room, "prepare A");
	go(room, "audit A");
	go(room, "public A");
	go(room, "withdraw A");
	g_autofree char *path = g_build_filename(room->config->data, "A" MEND_NOTICE, NULL);
	cr_assert(g_file_get_contents(path, &notice, NULL, &error), "%s", error->message);
	cr_assert(strstr(notice, "WITHDRAWN: A") != NULL &&
		      strstr(notice, "واپس لی گئی اشاعت: A") != NULL,
		  "%s", notice);
	cr_assert(strstr(notice, "Reason: wrong") != NULL);
	/* lost, it is written again by the next command */
	cr_assert_eq(g_unlink(path), 0);
	g_autoptr(Desk) desk = desk_open(room->config, DESK_CHANGES, &error);
	cr_assert(desk != NULL && mend_all(desk, room->library, &error));
	cr_assert(g_file_test(path, G_FILE_TEST_EXISTS));
	room_free(room);
}

Test(release_desk, corrections_are_numbered)
{
	static const char *const ids[][2] = {
		{ "punjab-monthly-2026-10", "punjab-monthly-2026-10-r2" },
		{ "punjab-monthly-2026-10-r2", "punjab-monthly-2026-10-r3" },
		{ "punjab-monthly-2026-10-r9", "punjab-monthly-2026-10-r10" },
		{ "a-r", "a-r-r2" },
		{ "press-note-LHR", "press-note-LHR-r2" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(ids); n++) {
		g_autofree char *id = correction_id(ids[n][0]);
		cr_expect_str_eq(id, ids[n][1]);
	}
}
