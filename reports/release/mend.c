#include "reports/release/mend.h"

#include "core/database/sqltext.h"
#include "core/fault.h"
#include "core/log.h"
#include "core/outfile.h"
#include "reports/release/place.h"
#include "reports/release/seal.h"

/* ── the name of a folder ── */

static bool note_placed(Desk *desk, const char *release_id, GError **error)
{
	fault_point("release.placed");
	return database_exec(desk_database(desk), sqltext(SQL_RELEASE_FOLDER_PLACED),
			     DATABASE_PARAMS(release_id), NULL, error);
}

bool mend_name_folder(Desk *desk, const char *release_id, const char *path, GError **error)
{
	return place_name(path, error) && note_placed(desk, release_id, error);
}

/* ── the notice of a withdrawn one ── */

void release_words(GString *text, const Locale *locale, const char *key, const char *value)
{
	g_auto(GStrv) parts = g_strsplit(locale_word(locale, key), "{}", -1);
	g_autofree char *line = g_strjoinv(value != NULL ? value : "", parts);
	g_string_append_printf(text, "%s\n", line);
}

static void put_notice(GString *text, const Locale *locale, const char *release_id,
		       const DatabaseResult *row)
{
	release_words(text, locale, "withdrawn_title", release_id);
	release_words(text, locale, "withdrawn_text", NULL);
	release_words(text, locale, "withdrawn_at", result_text(row, 0, 0));
	release_words(text, locale, "withdrawn_by", result_text(row, 0, 1));
	release_words(text, locale, "withdrawn_reason", result_text(row, 0, 2));
	g_string_append_c(text, '\n');
}

bool mend_notice_write(Desk *desk, const Library *library, const char *release_id, const char *path,
		       GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(desk_database(desk), sqltext(SQL_RELEASE_WITHDRAWAL),
			 DATABASE_PARAMS(release_id), error);
	if (row == NULL)
		return false;
	g_autofree char *notice = g_strconcat(path, MEND_NOTICE, NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	for (const char *const *language = library_languages(library); *language != NULL;
	     language++)
		put_notice(text, library_locale(library, *language), release_id, row);
	return outfile_write(notice, OUTFILE_PUBLIC, text->str, text->len, error);
}

/* ── what a killed command left ── */

/* A line of folder_open.sql. */
typedef struct {
	const char *release_id;
	const char *path;
	const char *manifest;
	bool placed;
	bool withdrawn;
} OpenFolder;

static bool mend_name(Desk *desk, const OpenFolder *folder, GError **error)
{
	g_autofree char *part = place_part(folder->path);
	if (folder->placed)
		return true;
	if (place_holds(folder->path, SEAL_MANIFEST, folder->manifest))
		return note_placed(desk, folder->release_id, error);
	if (!g_file_test(folder->path, G_FILE_TEST_EXISTS) &&
	    place_holds(part, SEAL_MANIFEST, folder->manifest))
		return mend_name_folder(desk, folder->release_id, folder->path, error);
	log_warning("a published release has no folder yet; 'shumar release publish' makes it",
		    "release", folder->release_id, "folder", folder->path, NULL);
	return true;
}

static bool mend_notice(Desk *desk, const Library *library, const OpenFolder *folder,
			GError **error)
{
	g_autofree char *notice = g_strconcat(folder->path, MEND_NOTICE, NULL);
	return !folder->withdrawn || g_file_test(notice, G_FILE_TEST_EXISTS) ||
	       !g_file_test(folder->path, G_FILE_TEST_IS_DIR) ||
	       mend_notice_write(desk, library, folder->release_id, folder->path, error);
}

bool mend_all(Desk *desk, const Library *library, GError **error)
{
	g_autoptr(DatabaseResult) rows = database_query(
	    desk_database(desk), sqltext(SQL_RELEASE_FOLDER_OPEN), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++) {
		const OpenFolder folder = { result_text(rows, row, 0), result_text(rows, row, 1),
					    result_text(rows, row, 2), result_bool(rows, row, 3),
					    result_bool(rows, row, 4) };
		if (!mend_name(desk, &folder, error) || !mend_notice(desk, library, &folder, error))
			return false;
	}
	return true;
}
