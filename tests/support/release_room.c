#include "tests/support/release_room.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "core/warehouse/warehouse.h"
#include "tests/support/demo_home.h"

void room_end(Room *room)
{
	if (room->db != NULL)
		database_rollback(room->db);
	database_close(room->db);
	config_free(room->config);
	g_free(room->rules);
}
void room_run(const Room *room, const char *sql)
{
	g_autoptr(GError) error = NULL;
	cr_assert(database_script(room->db, sql, &error), "%s\n%s", sql,
		  error != NULL ? error->message : "");
}

Room room_begin(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(demo_home(), "shumar.yaml", NULL);
	Room room = { .config = config_read(path, &error) };
	cr_assert(room.config != NULL, "%s", error != NULL ? error->message : "");
	room.db = warehouse_open(room.config, "test", &error);
	cr_assert(room.db != NULL, "%s", error != NULL ? error->message : "");
	room.rules =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", "disclosure.yaml", NULL);
	cr_assert(database_begin(room.db, DATABASE_READ_WRITE, &error));
	room_run(&room,
		 "delete from cube.case_day c using ref.district d where d.code = c.district and "
		 "d.division in ('Sahiwal', 'Rawalpindi')");
	return room;
}

void room_plant_at(const Room *room, const char *district, const char *station, const char *day,
		   int n)
{
	g_autofree char *sql = g_strdup_printf(
	    "insert into cube.case_day (district, station, category, channel, status, "
	    "registered_on, cases, victims) values ('%s', '%s', 'DOMVIOL', 'station', "
	    "'PLANTED-%d', '%s', %d, %d)",
	    district, station, g_random_int_range(0, G_MAXINT32), day, n, n);
	room_run(room, sql);
}

void room_plant(const Room *room, const char *district, const char *day, int n)
{
	room_plant_at(room, district, "Planted", day, n > 1 ? n - 1 : n);
	if (n > 1)
		room_plant_at(room, district, "Beside", day, 1);
}

bool room_prepare(const Room *room, const char *text, const char *id, PrepareResult *result,
		  GError **error)
{
	static const char *const words[] = { NULL };
	g_autoptr(GError) fault = NULL;
	g_autoptr(Plan) plan = plan_parse(text, id, &fault);
	cr_assert(plan != NULL, "%s", fault != NULL ? fault->message : "");
	g_autoptr(GBytes) same = g_bytes_new_static("a secret", 8);
	PrepareAsked asked = { .plan = plan,
			       .words = words,
			       .release_id = id,
			       .rules = room->rules,
			       .secret = room->secret != NULL ? room->secret : same };
	return prepare_release(room->db, room->config, &asked, result, error);
}

void room_publish(const Room *room, const char *text, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_auto(PrepareResult) result = { 0 };
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	bool done = room_prepare(room, text, id, &result, &error);
	cr_assert(done, "%s: %s", id, error != NULL ? error->message : "");
	done = audit_release(room->db, id, room->rules, true, &audit, said, &error);
	cr_assert(done, "%s: %s\n%s", id, error != NULL ? error->message : "", said->str);
	g_autofree char *sql = g_strdup_printf(
	    "update release.release set state = 'published', prepared_at = timestamptz "
	    "'2026-06-01 00:00' + (select count(*) from release.release) * interval '1 day' where "
	    "release_id = '%s'",
	    id);
	room_run(room, sql);
}

char *room_figure(const Room *room, const char *id, const char *key, const char *column)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *sql = g_strdup_printf(
	    "select %s from release.cell where release_id = '%s' and key = '%s'", column, id, key);
	g_autoptr(DatabaseResult) row = database_one(room->db, sql, DATABASE_NO_PARAMS, &error);
	cr_assert(row != NULL, "%s of %s: %s", key, id, error != NULL ? error->message : "");
	return g_strdup(result_text(row, 0, 0));
}

void room_expect(const Room *room, const char *id, const char *key, const char *column,
		 const char *wanted)
{
	g_autofree char *found = room_figure(room, id, key, column);
	cr_expect_str_eq(found, wanted, "%s of %s: %s is %s, not %s", key, id, column, found,
			 wanted);
}

char *room_plan(const char *place, const char *places, const char *from, const char *to,
		const char *headline)
{
	return g_strdup_printf(
	    "release: note\ntitle: {en: Note, ur: نوٹ}\njurisdiction: punjab\ntables:\n"
	    "  - {table: note, measure: cases_registered, place: %s, %s kind: all, period: whole, "
	    "from: %s, to: %s}\n%s",
	    place, places, from, to, headline);
}

char *room_note(const char *from, const char *to, bool headline)
{
	return room_plan("district", "places: [PKP],", from, to,
			 headline ? "headline:\n  - {table: note, place: PKP, kind: all}\n" : "");
}

char *room_rules(const Room *room, const char *name, const char *const *changes)
{
	g_autofree char *text = NULL;
	char *path = g_build_filename(demo_home(), name, NULL);
	cr_assert(g_file_get_contents(room->rules, &text, NULL, NULL));
	g_autoptr(GString) rules = g_string_new(text);
	for (; *changes != NULL; changes += 2)
		cr_assert_eq(g_string_replace(rules, changes[0], changes[1], 0), 1, "%s",
			     changes[0]);
	cr_assert(g_file_set_contents(path, rules->str, -1, NULL));
	return path;
}
