#include "etl/command/source_check_commands.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/text.h"
#include "core/warehouse/scratch.h"
#include "core/warehouse/warehouse.h"
#include "etl/command/drop_status.h"
#include "etl/command/feed_commands.h"
#include "etl/ledger/summary.h"
#include "etl/run/run.h"

#include <stdio.h>
#include <string.h>

#define SAMPLE 5000

const char source_check_details[] =
    "Does what 'etl run' does with the source, in a database of its own that is dropped at\n"
    "the end: the warehouse is not touched. Says which columns of its feeds the mapping\n"
    "gives and how many of them are filled, what is rejected and why, and the figures that\n"
    "come of it. Files are read in full; of the rows that a mapping makes of them, or of a\n"
    "database, a sample is taken: cases with their accused and outcomes.\n"
    "\n"
    "  shumar source check walks\n"
    "  shumar source check psrms --sample 0";

const CommandOption source_check_options[] = {
	{ "sample", 0, OPTION_NUMBER, "take about so many rows of a feed (default: 5000); 0: all",
	  "ROWS" },
	{ 0 },
};

typedef struct {
	const Config *config; /* of the scratch */
	const ConfigSource *source;
	gint64 sample; /* rows of a feed; 0: all */
	Database *db;
	GString *text;
} Check;

/* ── columns ── */
/* The feeds of the source with their fields, as a run knows them; NULL with *error. */
static Mapping *read_mapping(const Check *check, GError **error)
{
	g_autoptr(Mapping) mapping = mapping_find(check->source->mapping, error);
	if (mapping == NULL)
		return NULL;
	bool files = check->source->folder != NULL;
	if (files)
		mapping_read_from(mapping, check->source->name);
	g_autoptr(Database) other =
	    files ? NULL : warehouse_open_source(check->config, check->source, "etl-check", error);
	if (!files && other == NULL)
		return NULL;
	return mapping_check(mapping, files ? check->db : other, check->db, false, error)
		   ? g_steal_pointer(&mapping)
		   : NULL;
}

static bool gives(const MappingFeed *feed, const char *name)
{
	for (guint n = 0; n < feed->fields->len; n++) {
		if (strcmp(g_array_index(feed->fields, CopyField, n).name, name) == 0)
			return true;
	}
	return false;
}

/* "filled in 3 of 4", where FILLED (check_filled.sql) knows of the column. Transfer full. */
static char *filled_text(const DatabaseResult *filled, const char *feed, const char *name)
{
	for (int row = 0; row < result_rows(filled); row++) {
		if (strcmp(result_text(filled, row, 0), feed) == 0 &&
		    strcmp(result_text(filled, row, 1), name) == 0)
			return g_strdup_printf("filled in %s of %s", result_text(filled, row, 2),
					       result_text(filled, row, 3));
	}
	return g_strdup("given");
}

static bool add_feed(const Check *check, const MappingFeed *feed, const DatabaseResult *filled,
		     GError **error)
{
	g_autoptr(DatabaseResult) columns = feeds_read(check->db, feed->feed, error);
	if (columns == NULL)
		return false;
	g_string_append_printf(check->text, "feed %s, of %s\n", feed->feed, feed->place);
	for (int row = 0; row < result_rows(columns); row++) {
		const char *name = result_text(columns, row, FEEDS_NAME);
		g_autofree char *absent = feeds_absent(columns, row);
		g_autofree char *said = gives(feed, name)
					    ? filled_text(filled, feed->feed, name)
					    : g_strdup_printf("not given: %s", absent);
		g_string_append_printf(check->text, "  %-18s %-24s %s\n", name,
				       result_text(columns, row, FEEDS_TYPE), said);
	}
	g_string_append_c(check->text, '\n');
	return true;
}

static bool add_feeds(const Check *check, GError **error)
{
	g_autoptr(Mapping) mapping = read_mapping(check, error);
	g_autoptr(DatabaseResult) filled =
	    mapping != NULL ? database_query(check->db, sqltext(SQL_ETL_CHECK_FILLED),
					     DATABASE_NO_PARAMS, error)
			    : NULL;
	for (guint n = 0; filled != NULL && n < mapping->feeds->len; n++) {
		if (!add_feed(check, g_ptr_array_index(mapping->feeds, n), filled, error))
			return false;
	}
	return filled != NULL;
}

/* ── rejects and figures ── */
static bool add_rejects(const Check *check, GError **error)
{
	enum { FEED, WHAT, CODE, FIELD, ENTRIES, PLACE, REASON, REMEDY };
	g_autoptr(DatabaseResult) rows =
	    database_query(check->db, sqltext(SQL_ETL_CHECK_REJECTS), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	g_string_append(check->text,
			result_rows(rows) > 0 ? "rejected\n" : "nothing is rejected\n");
	for (int row = 0; row < result_rows(rows); row++) {
		const char *field = result_text(rows, row, FIELD);
		const char *place = result_text(rows, row, PLACE);
		g_string_append_printf(
		    check->text, "  %s %s: %s, %s%s%s%s%s\n    %s\n    %s\n",
		    result_text(rows, row, ENTRIES), result_text(rows, row, FEED),
		    result_text(rows, row, WHAT), result_text(rows, row, CODE),
		    field != NULL ? " of " : "", field != NULL ? field : "",
		    place != NULL ? ", first at " : "", place != NULL ? place : "",
		    result_text(rows, row, REASON), result_text(rows, row, REMEDY));
	}
	g_string_append_c(check->text, '\n');
	return true;
}

static bool add_figures(const Check *check, GError **error)
{
	static const char *const heads[] = { "figure", "first month", "last month", "total" };
	g_autoptr(DatabaseResult) run =
	    database_one(check->db, sqltext(SQL_ETL_LAST_APPLIED), DATABASE_NO_PARAMS, error);
	g_autoptr(DatabaseResult) rows =
	    run != NULL ? database_query(check->db, sqltext(SQL_ETL_CHECK_FIGURES),
					 DATABASE_PARAMS(result_text(run, 0, 0)), error)
			: NULL;
	if (rows == NULL)
		return false;
	g_string_append(check->text, result_rows(rows) > 0
					 ? "figures that what was taken gives, by cube\n"
					 : "it would give no figure\n");
	if (result_rows(rows) > 0)
		summary_table(check->text, rows, heads);
	return true;
}

/* ── the command ── */
/* Runs the source into the scratch and says what came of it. */
static bool carry_out(Check *check, GError **error)
{
	const char *const names[] = { check->source->name, NULL };
	const RunOptions options = { .sources = names, .sample = check->sample };
	g_autoptr(GError) fault = NULL;
	bool done = run_nightly(check->config, &options, check->text, &fault);
	bool refused = g_error_matches(fault, SHUMAR_ERROR, SHUMAR_ERROR_REFUSED);
	g_autofree char *head =
	    g_strdup_printf("source '%s' by mapping '%s', tried in a database of its own:\n\n",
			    check->source->name, check->source->mapping);
	if (done || refused) {
		g_string_prepend(check->text, head);
		g_string_append_c(check->text, '\n');
		check->db = warehouse_open(check->config, "etl-check", error);
		bool said = check->db != NULL && drop_status(check->text, check->db, error) &&
			    add_feeds(check, error) && add_rejects(check, error) &&
			    add_figures(check, error);
		database_close(check->db);
		if (!said)
			return false;
	}
	if (!done)
		g_propagate_error(error, g_steal_pointer(&fault));
	return done;
}

bool source_check_run(CommandContext *context, GStrv words, GError **error)
{
	const Config *config =
	    command_words(context, words, 1, 1, error) ? command_config(context, error) : NULL;
	const ConfigSource *source = config != NULL ? config_source(config, words[0], error) : NULL;
	g_autoptr(Scratch) scratch = source != NULL ? scratch_new(config, error) : NULL;
	if (scratch == NULL)
		return false;
	/* what it does is not told step by step: what comes of it is */
	log_setup(config->log_format, MAX(config->log_level, LOG_LEVEL_WARNING));
	g_autoptr(GString) text = g_string_new(NULL);
	Check check = { .config = scratch_config(scratch),
			.source = source,
			.sample = command_number(context, "sample", SAMPLE),
			.text = text };
	bool done = carry_out(&check, error);
	g_autofree char *shown = text_printable(text->str, (gssize)text->len);
	/* whether it was written is seen by the dispatcher, for all commands */
	(void)fputs(shown, stdout);
	return done;
}
