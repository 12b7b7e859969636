#include "etl/command/source_new_commands.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "core/warehouse/warehouse.h"
#include "etl/command/feed_commands.h"
#include "etl/sketch/sketch_feed.h"
#include "etl/sketch/sketch_file.h"

const char source_new_details[] =
    "Looks at a CSV file, or a table of a PostgreSQL database, and writes the beginning of\n"
    "a mapping into the site (docs/site.md): of a file each column with the type that fits\n"
    "all its values. Columns that seem to hold something of a person are left out, and\n"
    "said. Says which feeds the columns could fill; --feed writes the SELECT of one, to be\n"
    "finished by hand ('shumar source feeds').\n"
    "\n"
    "  shumar source new women --from women.csv --feed complaint\n"
    "  shumar source new vwps --from \"host=10.1.1.5 dbname=vwps\" --table public.complaints";

const CommandOption source_new_options[] = {
	{ "from", 0, OPTION_FILE, "a file of the source, or how its database is reached",
	  "FILE.csv|CONNECTION" },
	{ "table", 0, OPTION_TEXT, "a table or view of the database", "TABLE" },
	{ "feed", 0, OPTION_TEXT,
	  "write the SELECT of this feed, too; also for a mapping that was begun", "FEED" },
	{ "timezone", 0, OPTION_TEXT, "of its records (default: Asia/Karachi)", "ZONE" },
	{ "jurisdiction", 0, OPTION_TEXT, "whose records they are (default: punjab)", "NAME" },
	{ 0 },
};

/* What is begun. */
typedef struct {
	const Config *config;
	const char *name;      /* of the mapping */
	const char *looked_at; /* --from */
	const char *table;     /* of a database; NULL: it is a file */
	const char *feed;      /* or NULL */
	const char *zone, *jurisdiction;
	Sketch *sketch;
	char *from;            /* of its SELECTs: "raw.walks", "public.complaints" */
	DatabaseResult *feeds; /* or NULL, and why not */
	char *why_no_feeds;
} Beginning;

/* ── the declaration ── */
static void put_quoted(GString *text, const char *name)
{
	bool plain = g_regex_match_simple("^[a-z_][a-z0-9_]*\\z", name, 0, 0);
	g_autofree char *escaped = plain ? g_strdup(name) : g_strescape(name, "");
	g_string_append_printf(text, plain ? "%s" : "\"%s\"", escaped);
}

static const char *style_of(const FileField *field)
{
	return field->dmy_style     ? ", styles: [dmy]"
	       : field->us_style    ? ", styles: [us]"
	       : field->month_style ? ", styles: [month]"
				    : "";
}

static void put_column(GString *text, const SketchColumn *column)
{
	static const char *const types[] = {
		[FIELD_TEXT] = "text",       [FIELD_KEY] = "key",
		[FIELD_INTEGER] = "integer", [FIELD_BOOLEAN] = "boolean",
		[FIELD_DATE] = "date",       [FIELD_TIMESTAMP] = "timestamp",
		[FIELD_DECIMAL] = "decimal", [FIELD_INSTANT] = "instant",
	};
	g_string_append(text, column->personal != NULL ? "      # " : "      ");
	put_quoted(text, column->name);
	g_string_append_printf(text, ": {type: %s%s%s}", types[column->field.type],
			       column->filled ? ", required: true" : "", style_of(&column->field));
	if (column->personal != NULL)
		g_string_append_printf(text, "   # left out: it seems to hold %s",
				       column->personal);
	else if (column->both_styles)
		g_string_append(text, "   # day first, or month first ([us])? Both fit: ask");
	else if (column->unique)
		g_string_append(text, "   # no value twice: if it tells the record, type: key");
	g_string_append_c(text, '\n');
}

static char *file_declaration(const Beginning *begun)
{
	g_autofree char *file = g_path_get_basename(begun->looked_at);
	GString *text = g_string_new(NULL);
	g_string_append_printf(
	    text,
	    "# Begun from %s, of which %" G_GINT64_FORMAT
	    " records were looked at. Types are those that fit all of them.\n"
	    "kind: csv\njurisdiction: %s\ntimezone: %s\nfiles:\n"
	    "  %s:   # SELECTs read it as raw.%s\n    pattern: \"%s*\"\n    columns:\n",
	    file, begun->sketch->records, begun->jurisdiction, begun->zone, begun->name,
	    begun->name, file);
	for (guint n = 0; n < begun->sketch->columns->len; n++)
		put_column(text, g_ptr_array_index(begun->sketch->columns, n));
	return g_string_free(text, FALSE);
}

static char *table_declaration(const Beginning *begun)
{
	GString *text = g_string_new(NULL);
	g_string_append_printf(text,
			       "# Begun from the table %s.\nkind: postgresql\njurisdiction: %s\n"
			       "timezone: %s\n",
			       begun->table, begun->jurisdiction, begun->zone);
	for (guint n = 0; n < begun->sketch->columns->len; n++) {
		const SketchColumn *column = g_ptr_array_index(begun->sketch->columns, n);
		if (column->personal != NULL)
			g_string_append_printf(text, "# left out: %s seems to hold %s\n",
					       column->name, column->personal);
	}
	return g_string_free(text, FALSE);
}

/* ── looking ── */
/* Passwords never stand in a configuration: this is what will. */
static bool check_connection(const Beginning *begun, GError **error)
{
	if (strstr(begun->looked_at, "password") == NULL)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Put it into a file of libpq: PGPASSFILE.",
		  "--from must not have a password in it");
	return false;
}

static bool look(Beginning *begun, GError **error)
{
	if (begun->table == NULL) {
		begun->from = g_strdup_printf("raw.%s", begun->name);
		begun->sketch = sketch_file(begun->looked_at, begun->zone, error);
		return begun->sketch != NULL;
	}
	const ConfigSource source = { .name = (char *)(guintptr)begun->name,
				      .connection = (char *)(guintptr)begun->looked_at };
	g_autoptr(Database) db =
	    check_connection(begun, error)
		? warehouse_open_source(begun->config, &source, "etl-new", error)
		: NULL;
	if (db == NULL)
		return false;
	begun->sketch = sketch_table(db, begun->table, error);
	begun->from = begun->sketch != NULL ? g_strdup(begun->sketch->place) : NULL;
	return begun->sketch != NULL;
}

/* Asks the warehouse for the feeds; without one they are not said. */
static void read_feeds(Beginning *begun)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(Database) db = warehouse_open(begun->config, "source-new", &fault);
	if (db != NULL)
		begun->feeds = feeds_read(db, begun->feed != NULL ? begun->feed : "", &fault);
	if (begun->feeds == NULL)
		begun->why_no_feeds = g_strdup(fault->message);
}

/* ── writing ── */
/* FILE of the mapping, in the site or the one that is then made. Transfer full. */
static char *new_path(const Beginning *begun, const char *file)
{
	const Config *config = begun->config;
	g_autofree char *absolute = g_canonicalize_filename(config->path, NULL);
	g_autofree char *base = g_path_get_dirname(absolute);
	g_autofree char *site =
	    config->site != NULL ? g_strdup(config->site) : g_build_filename(base, "site", NULL);
	return g_build_filename(site, "sql", "sources", begun->name, file, NULL);
}

static bool write_new(const char *path, const char *text, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give it another name, or take it away.",
			  "there is one already: '%s'", path);
		return false;
	}
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno, NULL, "making '%s'", folder);
		return false;
	}
	if (!outfile_write(path, OUTFILE_INTERNAL, text, strlen(text), error))
		return false;
	printf("written: %s\n", path);
	return true;
}

/* A mapping that was begun before gets a further SELECT. */
static bool write_declaration(const Beginning *begun, GError **error)
{
	g_autofree char *path = new_path(begun, "source.yaml");
	g_autofree char *known = g_strdup_printf("sources/%s/source.yaml", begun->name);
	bool there = g_file_test(path, G_FILE_TEST_EXISTS);
	if (begun->feed != NULL && there)
		return true;
	if (!there && sqltext_find(known) != NULL) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give it another name.",
			  "the program has a mapping '%s' of its own", begun->name);
		return false;
	}
	g_autofree char *text =
	    begun->table != NULL ? table_declaration(begun) : file_declaration(begun);
	return write_new(path, text, error);
}

static bool write_select(const Beginning *begun, GError **error)
{
	if (begun->feed == NULL)
		return true;
	if (begun->feeds == NULL) {
		error_set(error, SHUMAR_ERROR_UNREACHABLE, NULL,
			  "cannot write the SELECT of feed '%s': %s", begun->feed,
			  begun->why_no_feeds);
		return false;
	}
	g_autofree char *file = g_strconcat(begun->feed, ".sql", NULL);
	g_autofree char *path = new_path(begun, file);
	g_autofree char *text = sketch_select(begun->sketch, begun->feeds, begun->from,
					      begun->table == NULL, begun->zone);
	return write_new(path, text, error);
}

/* ── saying ── */
static void say_columns(const Sketch *sketch)
{
	printf("%u columns, %" G_GINT64_FORMAT " records looked at\n", sketch->columns->len,
	       sketch->records);
	bool personal = false;
	for (guint n = 0; n < sketch->columns->len; n++) {
		const SketchColumn *column = g_ptr_array_index(sketch->columns, n);
		personal |= column->personal != NULL;
		if (column->personal != NULL)
			printf("  left out: %s seems to hold %s\n", column->name, column->personal);
		else if (column->both_styles)
			printf("  to be asked: %s, day first or month first\n", column->name);
		else if (column->unique && !g_str_equal(column->type, "integer"))
			printf("  may be a key: %s\n", column->name);
	}
	if (personal)
		printf("  what is nobody's after all may be read with the lines 'allow: columns:' "
		       "(docs/operator.md)\n");
	if (sketch->hidden > 0)
		printf("  %" G_GINT64_FORMAT " more columns are not for this user to read\n",
		       sketch->hidden);
}

static void say_feeds(const Beginning *begun)
{
	g_autofree char *fits =
	    begun->feeds != NULL ? sketch_feeds(begun->sketch, begun->feeds) : g_strdup("");
	if (begun->feeds == NULL)
		printf("which feeds it could fill could not be asked: %s\n", begun->why_no_feeds);
	else if (fits[0] == '\0')
		printf("no feed by its names and types alone: see 'shumar source feeds'\n");
	else
		printf("feeds it could fill:\n%s", fits);
}

static void say_next(const Beginning *begun)
{
	if (begun->feed == NULL)
		printf("next: the SELECT of a feed, with --feed FEED\n");
	else
		printf("next: finish the SELECT ('shumar source feeds %s')\n", begun->feed);
	printf("then in shumar.yaml:\n  sources:\n    %s: {mapping: %s, ", begun->name,
	       begun->name);
	if (begun->table != NULL)
		printf("connection: \"%s\"}\n", begun->looked_at);
	else
		printf("folder: FOLDER}\n");
	printf("and: shumar source check %s\n", begun->name);
}

/* ── the command ── */
static bool check_words(const CommandContext *context, GStrv words, const Beginning *begun,
			GError **error)
{
	if (!command_words(context, words, 1, 1, error))
		return false;
	g_autoptr(GTimeZone) known = g_time_zone_new_identifier(begun->zone);
	if (begun->looked_at == NULL)
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Name a file with --from FILE.csv, or a database and --table TABLE.",
			  "'source new' needs something to look at");
	else if (known == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "As Asia/Karachi.", "no time zone '%s'",
			  begun->zone);
	else if (!g_regex_match_simple("^[a-z][a-z0-9_]{0,30}\\z", words[0], 0, 0))
		error_set(error, SHUMAR_ERROR_USAGE, "As women_cell.",
			  "'%s' is no name of small letters, digits and '_'", words[0]);
	else if (begun->table == NULL && strchr(begun->looked_at, '=') != NULL &&
		 !g_file_test(begun->looked_at, G_FILE_TEST_EXISTS))
		error_set(error, SHUMAR_ERROR_USAGE, "Name one with --table TABLE.",
			  "'source new' of a database needs a table to look at");
	else
		return begun->feed == NULL || feeds_known(begun->feed, error);
	return false;
}

static bool begin(Beginning *begun, GError **error)
{
	if (!look(begun, error))
		return false;
	read_feeds(begun);
	if (!write_declaration(begun, error) || !write_select(begun, error))
		return false;
	say_columns(begun->sketch);
	say_feeds(begun);
	say_next(begun);
	return true;
}

bool source_new_run(CommandContext *context, GStrv words, GError **error)
{
	const char *zone = command_text(context, "timezone");
	const char *jurisdiction = command_text(context, "jurisdiction");
	Beginning begun = { .name = words[0],
			    .looked_at = command_text(context, "from"),
			    .table = command_text(context, "table"),
			    .feed = command_text(context, "feed"),
			    .zone = zone != NULL ? zone : "Asia/Karachi",
			    .jurisdiction = jurisdiction != NULL ? jurisdiction : "punjab" };
	if (check_words(context, words, &begun, error))
		begun.config = command_config(context, error);
	bool done = begun.config != NULL && begin(&begun, error);
	sketch_free(begun.sketch);
	result_free(begun.feeds);
	g_free(begun.from);
	g_free(begun.why_no_feeds);
	return done;
}
