#include "tests/support/drops.h"

#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>

void drops_declare(Drops *drops, const char *declaration)
{
	g_autoptr(GError) error = NULL;
	declaration_free(drops->declaration);
	drops->declaration = declaration_parse("drops", declaration, &error);
	cr_assert_not_null(drops->declaration, "%s", error != NULL ? error->message : "");
}

Drops *drops_new(const char *declaration)
{
	static char name[] = "drops";
	static const guint8 key[32] = { 7 };
	Drops *drops = g_new0(Drops, 1);
	drops->db = server_database();
	drops->source = (ConfigSource){ .name = name, .mapping = name, .folder = server_scratch() };
	drops->pseudonym = pseudonym_new(key);
	drops_declare(drops, declaration);
	return drops;
}

void drops_free(Drops *drops)
{
	database_close(drops->db);
	g_free(drops->source.folder);
	declaration_free(drops->declaration);
	pseudonym_free(drops->pseudonym);
	g_free(drops);
}

/* ── files ── */
char *drops_path(const Drops *drops, const char *file)
{
	return g_build_filename(drops->source.folder, file, NULL);
}

void drops_put(const Drops *drops, const char *file, const char *text)
{
	g_autofree char *path = drops_path(drops, file);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
}

void drops_remove(const Drops *drops, const char *file)
{
	g_autofree char *path = drops_path(drops, file);
	cr_assert_eq(g_unlink(path), 0);
}

/* ── loads ── */
/* A run of the ledger. */
static gint64 begin_run(Drops *drops)
{
	g_autofree char *run = rows_text(
	    drops->db,
	    "insert into etl.run (kind, state, program, host, pid) values ('nightly', 'claimed', "
	    "'test', 'test', 1) returning run_no");
	return g_ascii_strtoll(run, NULL, 10);
}

static bool load(Drops *drops, GError **error)
{
	g_autoptr(DropScan) scan = drop_scan(&drops->source, drops->declaration, drops->db, error);
	return scan != NULL && drop_load(drops->db, scan, drops->pseudonym, error);
}

/* What the run's application does with the rejects. */
static void enter_rejects(Drops *drops, gint64 run_no)
{
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, run_no);
	g_autoptr(GError) error = NULL;
	bool entered =
	    database_exec(
		drops->db,
		"insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256,"
		" capture, extent, state, latest) values"
		" ($1, 'm', 'punjab', 'UTC', now(), 'x', 'files', 'full', 'read', now() + interval '1 day')"
		" on conflict (source) do nothing",
		DATABASE_PARAMS(drops->source.name), NULL, &error) &&
	    database_exec(drops->db, "select engine.drop_enter($1)", DATABASE_PARAMS(run), NULL,
			  &error);
	cr_assert(entered, "%s", error != NULL ? error->message : "");
}

gint64 drops_load(Drops *drops)
{
	g_autoptr(GError) error = NULL;
	gint64 run_no = begin_run(drops);
	cr_assert(database_begin(drops->db, DATABASE_READ_WRITE, &error));
	cr_assert(load(drops, &error), "%s", error != NULL ? error->message : "");
	enter_rejects(drops, run_no);
	cr_assert(database_commit(drops->db, &error));
	return run_no;
}

GError *drops_load_failing(Drops *drops)
{
	GError *error = NULL;
	cr_assert(database_begin(drops->db, DATABASE_READ_WRITE, NULL));
	cr_assert_not(load(drops, &error));
	database_rollback(drops->db);
	return error;
}
