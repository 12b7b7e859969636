#include "etl/extract/capture.h"

#include "core/error.h"
#include "core/log.h"

#include <string.h>

/* ── what is known ── */
void source_known_clear(SourceKnown *known)
{
	g_free(known->mapping_sha256);
	g_free(known->content_sha256);
	g_free(known->position);
	g_free(known->identity);
	g_free(known->key_domain);
	memset(known, 0, sizeof *known);
}

static char *text_of(const DatabaseResult *row, const char *column)
{
	return g_strdup(result_text(row, 0, result_column(row, column)));
}

bool source_known_read(SourceKnown *known, Database *warehouse, const char *source, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(warehouse, sqltext(SQL_ETL_SOURCE_KNOWN), DATABASE_PARAMS(source), error);
	if (row == NULL)
		return false;
	*known = (SourceKnown){ .mapping_sha256 = text_of(row, "mapping_sha256"),
				.content_sha256 = text_of(row, "content_sha256"),
				.position = text_of(row, "position"),
				.identity = text_of(row, "identity"),
				.any = result_bool(row, 0, result_column(row, "any")),
				.key_domain = text_of(row, "key_domain"),
				.audit_due = result_bool(row, 0, result_column(row, "audit_due")),
				.facts = result_int64(row, 0, result_column(row, "facts")) };
	return true;
}

/* ── deciding ── */
bool capture_is_full(const Capture *capture)
{
	return strcmp(capture->extent, "changes") != 0;
}

void capture_clear(Capture *capture)
{
	g_free(capture->position);
	g_free(capture->identity);
	g_free(capture->note);
	g_free(capture->from_xid);
	g_free(capture->also_xids);
	g_free(capture->since);
	memset(capture, 0, sizeof *capture);
}

static void read_full(Capture *capture, const char *why)
{
	capture->extent = "full";
	g_free(capture->note);
	capture->note = g_strdup(why);
}

/* Why all is to be read whatever the kind of capture; NULL when nothing asks for it. */
static const char *why_full(const Mapping *mapping, const SourceKnown *known, const char *force)
{
	if (force != NULL)
		return force;
	if (!known->any)
		return "first reading";
	if (g_strcmp0(known->mapping_sha256, mapping->sha256) != 0)
		return "the mapping changed";
	if (known->position == NULL)
		return "no watermark yet";
	return known->audit_due ? "weekly comparison" : NULL;
}

/* Notes in the window that say a feed must be compared; *ret_note NULL when there are none. */
static bool read_markers(const Capture *capture, Database *source, char **ret_note, GError **error)
{
	g_autoptr(DatabaseResult) markers =
	    database_query(source, sqltext(SQL_SOURCES_KIT_MARKERS),
			   DATABASE_PARAMS(capture->from_xid, capture->also_xids), error);
	if (markers == NULL)
		return false;
	g_autoptr(GString) note = g_string_new(NULL);
	for (int row = 0; row < result_rows(markers); row++)
		g_string_append_printf(note, "%s%s (%s)", row > 0 ? ", " : "the ledger asks: ",
				       result_text(markers, row, 0), result_text(markers, row, 1));
	*ret_note = note->len > 0 ? g_strdup(note->str) : NULL;
	return true;
}

/* Opens the window after the position last known; reads in full where that is impossible. */
static bool open_window(Capture *capture, Database *source, const SourceKnown *known,
			GError **error)
{
	g_auto(GStrv) words = g_strsplit(known->position, " ", 2);
	const char *mark = words[0] != NULL && words[1] != NULL ? words[1] : "";
	g_autoptr(DatabaseResult) window =
	    database_one(source, sqltext(SQL_SOURCES_KIT_WINDOW),
			 DATABASE_PARAMS(words[0] != NULL ? words[0] : "", mark), error);
	if (window == NULL)
		return false;
	capture->from_xid = text_of(window, "from_xid");
	capture->also_xids = text_of(window, "also_xids");
	g_autofree char *fault = text_of(window, "fault");
	g_autofree char *note = NULL;
	if (fault != NULL)
		note = g_strdup_printf("the change ledger was %s", fault);
	else if (!read_markers(capture, source, &note, error))
		return false;
	if (note != NULL)
		read_full(capture, note);
	return true;
}

/* Every feed of MAPPING is watched; *ret_why (static) says what is missing. */
static bool all_watched(const Mapping *mapping, const DatabaseResult *identity)
{
	g_autofree char *list = text_of(identity, "feeds");
	g_auto(GStrv) feeds = g_strsplit_set(list, "{},", -1);
	for (guint n = 0; n < mapping->feeds->len; n++) {
		const MappingFeed *feed = g_ptr_array_index(mapping->feeds, n);
		if (feed->row_id == NULL ||
		    !g_strv_contains((const char *const *)feeds, feed->feed))
			return false;
	}
	return result_bool(identity, 0, result_column(identity, "intact"));
}

static void take_identity(Capture *capture, const DatabaseResult *row)
{
	g_autofree char *system = text_of(row, "system_identifier");
	g_autofree char *timeline = text_of(row, "timeline");
	g_autofree char *database = text_of(row, "database_oid");
	g_autofree char *kit = text_of(row, "kit_id");
	g_autofree char *snapshot = text_of(row, "snapshot");
	g_autofree char *mark = text_of(row, "mark");
	capture->identity = g_strdup_printf("%s/%s/%s/%s", system, timeline, database, kit);
	capture->position = g_strdup_printf("%s %s", snapshot, mark != NULL ? mark : "");
}

static bool decide_ledger(Capture *capture, const Mapping *mapping, Database *source,
			  const SourceKnown *known, const char *full, GError **error)
{
	g_autoptr(DatabaseResult) identity =
	    database_one(source, sqltext(SQL_SOURCES_KIT_IDENTITY), DATABASE_NO_PARAMS, error);
	if (identity == NULL)
		return false;
	if (!all_watched(mapping, identity)) {
		read_full(capture, "a table is not watched by the change ledger");
		return true;
	}
	capture->kind = "ledger";
	take_identity(capture, identity);
	if (full == NULL && g_strcmp0(known->identity, capture->identity) != 0)
		full = "another server, database or ledger than last time";
	if (full != NULL) {
		read_full(capture, full);
		return true;
	}
	capture->extent = "changes";
	return open_window(capture, source, known, error);
}

static bool probe_kit(Database *source, bool *ret_there, GError **error)
{
	g_autoptr(DatabaseResult) probe =
	    database_one(source, sqltext(SQL_SOURCES_KIT_PROBE), DATABASE_NO_PARAMS, error);
	if (probe == NULL)
		return false;
	bool installed = result_bool(probe, 0, result_column(probe, "installed"));
	bool readable = result_bool(probe, 0, result_column(probe, "readable"));
	if (installed && !readable)
		log_warning("the source's change ledger may not be read; grant shumar_reader",
			    NULL);
	*ret_there = installed && readable;
	return true;
}

static bool decide_timestamp(Capture *capture, Database *source, const SourceKnown *known,
			     const char *full, GError **error)
{
	g_autoptr(DatabaseResult) now =
	    database_one(source, sqltext(SQL_ETL_AS_AT), DATABASE_NO_PARAMS, error);
	if (now == NULL)
		return false;
	capture->kind = "timestamp";
	capture->position = g_strdup(result_text(now, 0, 0));
	capture->extent = "changes";
	capture->since = g_strdup(known->position);
	if (full != NULL)
		read_full(capture, full);
	return true;
}

bool capture_decide(Capture *ret_capture, const Mapping *mapping, Database *source,
		    const SourceKnown *known, const char *force, GError **error)
{
	g_auto(Capture) capture = { .kind = "compare" };
	const char *full = why_full(mapping, known, force);
	const char *wanted = mapping->declaration->capture;
	bool kit = false;
	bool done = true;
	read_full(&capture, NULL);
	if (strcmp(wanted, "ledger") == 0)
		done = probe_kit(source, &kit, error) &&
		       (!kit || decide_ledger(&capture, mapping, source, known, full, error));
	else if (strcmp(wanted, "timestamp") == 0)
		done = decide_timestamp(&capture, source, known, full, error);
	if (!done)
		return false;
	if (strcmp(wanted, "ledger") == 0 && !kit)
		read_full(&capture, "the source has no change ledger");
	*ret_capture = capture;
	memset(&capture, 0, sizeof capture);
	return true;
}
