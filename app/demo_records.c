#include "app/demo_records.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/period.h"
#include "core/progress.h"

#include <string.h>

/* "shumarde" in ASCII: the advisory lock of making records in a database. */
#define DEMO_LOCK      G_GINT64_CONSTANT(8316025824435659877)
#define SCRIPTS_UNDER  "demo/"
#define DISTRICTS_FILE SQL_REFERENCE_DISTRICT_CSV
#define TEHSILS_FILE   SQL_REFERENCE_TEHSIL_CSV

/* ── what they are made from ── */
static bool add_text(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	g_checksum_update(payload, (const guchar *)file->text, -1);
	return true;
}

/* Checksum of everything but the settings that decides about the records. */
static char *generator_checksum(void)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	sqltext_each(SCRIPTS_UNDER, add_text, checksum, NULL);
	g_checksum_update(checksum, (const guchar *)sqltext(DISTRICTS_FILE), -1);
	g_checksum_update(checksum, (const guchar *)sqltext(TEHSILS_FILE), -1);
	return g_strdup(g_checksum_get_string(checksum));
}

/* ── looking ── */
/* What ROW (of demo/settings_get.sql) says of the records, in words. Transfer full. */
static char *found_in_words(const DatabaseResult *row)
{
	gint64 nights = result_int64(row, 0, result_column(row, "nights"));
	GString *found = g_string_new(NULL);
	g_string_append_printf(found,
			       "%" G_GINT64_FORMAT " cases of seed %" G_GINT64_FORMAT " until %s",
			       result_int64(row, 0, result_column(row, "cases")),
			       result_int64(row, 0, result_column(row, "seed")),
			       result_text(row, 0, result_column(row, "until")));
	if (nights > 0)
		g_string_append_printf(found,
				       ", %" G_GINT64_FORMAT " of their last %" G_GINT64_FORMAT
				       " nights played",
				       result_int64(row, 0, result_column(row, "played")), nights);
	return g_string_free(found, FALSE);
}

static bool same_settings(const DatabaseResult *row, const DemoSettings *wanted)
{
	g_autofree char *until = date_text(&wanted->until);
	return result_int64(row, 0, result_column(row, "cases")) == wanted->cases &&
	       result_int64(row, 0, result_column(row, "seed")) == wanted->seed &&
	       result_int64(row, 0, result_column(row, "nights")) == wanted->nights &&
	       strcmp(result_text(row, 0, result_column(row, "until")), until) == 0;
}

static DemoRecords compare(const DatabaseResult *row, const DemoSettings *wanted, char **ret_found)
{
	g_autofree char *generator = generator_checksum();
	bool same = same_settings(row, wanted);
	if (same && strcmp(result_text(row, 0, result_column(row, "generator")), generator) == 0)
		return DEMO_RECORDS_AS_WANTED;
	if (ret_found != NULL) {
		g_autofree char *found = found_in_words(row);
		*ret_found =
		    g_strconcat(found, same ? ", made by another version of Shumar" : "", NULL);
	}
	return DEMO_RECORDS_OTHER;
}

bool demo_records_look(Database *db, const DemoSettings *wanted, DemoRecords *ret_state,
		       char **ret_found, GError **error)
{
	g_autoptr(DatabaseResult) made =
	    database_one(db, sqltext(SQL_DEMO_MADE), DATABASE_NO_PARAMS, error);
	if (made == NULL)
		return false;
	if (!result_bool(made, 0, 0)) {
		*ret_state = DEMO_RECORDS_ABSENT;
		return true;
	}
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_DEMO_SETTINGS_GET), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_state = compare(row, wanted, ret_found);
	return true;
}

/* ── making ── */
typedef struct {
	Database *db;
	Progress *progress;
} Making;

static bool count_step(const SqlText *file, gpointer payload, GError **error)
{
	(void)file;
	(void)error;
	++*(gint64 *)payload;
	return true;
}

static bool run_step(const SqlText *file, gpointer payload, GError **error)
{
	Making *making = payload;
	if (!database_script(making->db, file->text, error)) {
		g_prefix_error(error, "sql/%s: ", file->path);
		return false;
	}
	progress_add(making->progress, 1);
	return true;
}

/* Copies the reference FILE by the statement in COPY. */
static bool copy_reference(Database *db, const char *file, const char *copy, GError **error)
{
	const char *rows = sqltext(file);
	return database_copy_in(db, sqltext(copy), error) &&
	       database_copy_write(db, rows, strlen(rows), error) &&
	       database_copy_end(db, NULL, NULL, error);
}

static bool copy_places(Database *db, GError **error)
{
	return copy_reference(db, DISTRICTS_FILE, SQL_DEMO_COPY_DISTRICT, error) &&
	       copy_reference(db, TEHSILS_FILE, SQL_DEMO_COPY_TEHSIL, error);
}

static bool put_settings(Database *db, const DemoSettings *settings, GError **error)
{
	g_autofree char *cases = g_strdup_printf("%" G_GINT64_FORMAT, settings->cases);
	g_autofree char *seed = g_strdup_printf("%" G_GINT64_FORMAT, settings->seed);
	g_autofree char *until = date_text(&settings->until);
	g_autofree char *generator = generator_checksum();
	g_autofree char *nights = g_strdup_printf("%" G_GINT64_FORMAT, settings->nights);
	return database_exec(db, sqltext(SQL_DEMO_SETTINGS_PUT),
			     DATABASE_PARAMS(cases, seed, until, generator, nights), NULL, error);
}

/* Night 0, played last, is the evening before the first that is left. */
static const char *const steps[] = { "demo/generate_", "demo/clear", NULL };
static const char *const steps_with_nights[] = { "demo/generate_", "demo/nights_",
						 DEMO_NIGHT_SCRIPT, "demo/clear", NULL };

static bool run_steps(Database *db, const char *const *prefixes, GError **error)
{
	gint64 count = 0;
	for (const char *const *prefix = prefixes; *prefix != NULL; prefix++)
		sqltext_each(*prefix, count_step, &count, NULL);
	g_autoptr(Progress) progress = progress_begin("make records", "steps", count);
	Making making = { db, progress };
	for (const char *const *prefix = prefixes; *prefix != NULL; prefix++) {
		if (!sqltext_each(*prefix, run_step, &making, error))
			return false;
	}
	return true;
}

/* The change ledger, as a police force's DBA would install it. */
static bool install_kit(Database *db, GError **error)
{
	return database_script(db, sqltext(SQL_SOURCES_KIT_LEDGER), error) &&
	       database_script(db, sqltext(SQL_SOURCES_PSRMS_KIT), error) &&
	       database_script(db, sqltext(SQL_DEMO_READER), error);
}

static bool make_in_transaction(Database *db, gpointer payload, GError **error)
{
	const DemoSettings *settings = payload;
	const char *const *prefixes = settings->nights > 0 ? steps_with_nights : steps;
	return database_begin(db, DATABASE_READ_WRITE, error) &&
	       database_script(db, sqltext(SQL_DEMO_SCHEMA), error) && copy_places(db, error) &&
	       put_settings(db, settings, error) && run_steps(db, prefixes, error) &&
	       install_kit(db, error) && database_commit(db, error);
}

bool demo_records_make(Database *db, const DemoSettings *settings, GError **error)
{
	DemoSettings copy = *settings;
	return demo_records_alone(db, "make", make_in_transaction, &copy, error);
}

bool demo_records_alone(Database *db, const char *what, DemoRecordsWork work, gpointer payload,
			GError **error)
{
	bool got = false;
	if (!database_try_lock(db, DEMO_LOCK, &got, error))
		return false;
	if (!got) {
		error_set(error, SHUMAR_ERROR_LOCKED, "Wait until that one has finished.",
			  "cannot %s the demonstration's records in '%s': another process is "
			  "making or playing them",
			  what, database_name(db));
		return false;
	}
	bool done = work(db, payload, error);
	if (!done)
		database_rollback(db);
	return database_unlock(db, DEMO_LOCK, done ? error : NULL) && done;
}
