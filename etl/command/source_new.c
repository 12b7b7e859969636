#include "etl/command/source_new.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/outfile.h"
#include "etl/drop/drop_guess.h"

static char *from_option;
static char *zone_option;
static char *jurisdiction_option;

const char source_new_details[] =
    "Looks at a CSV file and writes the declaration of a mapping for files of its kind into\n"
    "the site (docs/site.md): each column with the type that fits all its values. Columns\n"
    "that seem to hold something of a person are left out, and said. What it cannot know\n"
    "is asked for: the feeds, a SELECT each ('shumar source feeds').\n"
    "\n"
    "  shumar source new women --from women.csv";

const GOptionEntry source_new_options[] = {
	{ "from", 0, 0, G_OPTION_ARG_FILENAME, &from_option, "a file of the source", "FILE.csv" },
	{ "timezone", 0, 0, G_OPTION_ARG_STRING, &zone_option,
	  "of its records (default: Asia/Karachi)", "ZONE" },
	{ "jurisdiction", 0, 0, G_OPTION_ARG_STRING, &jurisdiction_option,
	  "whose records they are (default: punjab)", "NAME" },
	{ 0 },
};

/* ── the declaration ── */
static void put_quoted(GString *text, const char *name)
{
	bool plain = g_regex_match_simple("^[a-z_][a-z0-9_]*\\z", name, 0, 0);
	g_autofree char *escaped = plain ? g_strdup(name) : g_strescape(name, "");
	g_string_append_printf(text, plain ? "%s" : "\"%s\"", plain ? name : escaped);
}

static const char *style_of(const FileField *field)
{
	return field->dmy_style     ? ", styles: [dmy]"
	       : field->us_style    ? ", styles: [us]"
	       : field->month_style ? ", styles: [month]"
				    : "";
}

static void put_column(GString *text, const GuessColumn *column)
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

static char *declaration_text(const Guess *guess, const char *name)
{
	g_autofree char *file = g_path_get_basename(from_option);
	GString *text = g_string_new(NULL);
	g_string_append_printf(
	    text,
	    "# Begun from %s, of which %" G_GINT64_FORMAT
	    " records were looked at. Types are those that fit all of them.\n"
	    "kind: csv\njurisdiction: %s\ntimezone: %s\nfiles:\n"
	    "  %s:   # SELECTs read it as raw.%s\n    pattern: \"%s*\"\n    columns:\n",
	    file, guess->records, jurisdiction_option != NULL ? jurisdiction_option : "punjab",
	    zone_option != NULL ? zone_option : "Asia/Karachi", name, name, file);
	for (guint n = 0; n < guess->columns->len; n++)
		put_column(text, g_ptr_array_index(guess->columns, n));
	return g_string_free(text, FALSE);
}

/* ── the command ── */
static bool check_words(const CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 1, 1, error))
		return false;
	g_autoptr(GTimeZone) zone =
	    g_time_zone_new_identifier(zone_option != NULL ? zone_option : "Asia/Karachi");
	if (from_option == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "Name a file with --from FILE.csv.",
			  "'source new' needs a file to look at");
	else if (zone == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "As Asia/Karachi.", "no time zone '%s'",
			  zone_option);
	else if (!g_regex_match_simple("^[a-z][a-z0-9_]{0,30}\\z", words[0], 0, 0))
		error_set(error, SHUMAR_ERROR_USAGE, "As women_cell.",
			  "'%s' is no name of small letters, digits and '_'", words[0]);
	else
		return true;
	return false;
}

/* The new mapping's source.yaml, in the site or the one that is then made. */
static char *new_path(const Config *config, const char *name)
{
	g_autofree char *absolute = g_canonicalize_filename(config->path, NULL);
	g_autofree char *base = g_path_get_dirname(absolute);
	g_autofree char *site =
	    config->site != NULL ? g_strdup(config->site) : g_build_filename(base, "site", NULL);
	return g_build_filename(site, "sql", "sources", name, "source.yaml", NULL);
}

static bool write_new(const char *path, const char *text, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give it another name, or take it away.",
			  "there is a mapping already: '%s'", path);
		return false;
	}
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		error_set_errno(error, SHUMAR_ERROR_OUTPUT, errno, NULL, "making '%s'", folder);
		return false;
	}
	return outfile_write(path, OUTFILE_INTERNAL, text, strlen(text), error);
}

static void say(const Guess *guess, const char *path, const char *name)
{
	printf("%s: %u columns, from %" G_GINT64_FORMAT " records\n", path, guess->columns->len,
	       guess->records);
	for (guint n = 0; n < guess->columns->len; n++) {
		const GuessColumn *column = g_ptr_array_index(guess->columns, n);
		if (column->personal != NULL)
			printf("  left out: %s seems to hold %s\n", column->name, column->personal);
		else if (column->both_styles)
			printf("  to be asked: %s, day first or month first\n", column->name);
		else if (column->unique)
			printf("  may be a key: %s\n", column->name);
	}
	printf(
	    "next: a SELECT for each feed beside it ('shumar source feeds'), then in shumar.yaml:\n"
	    "  sources:\n    %s: {mapping: %s, folder: FOLDER}\n",
	    name, name);
}

bool source_new_run(CommandContext *context, GStrv words, GError **error)
{
	const Config *config =
	    check_words(context, words, error) ? command_config(context, error) : NULL;
	g_autoptr(Guess) guess =
	    config != NULL
		? drop_guess(from_option, zone_option != NULL ? zone_option : "Asia/Karachi", error)
		: NULL;
	if (guess == NULL)
		return false;
	g_autofree char *path = new_path(config, words[0]);
	g_autofree char *text = declaration_text(guess, words[0]);
	if (!write_new(path, text, error))
		return false;
	say(guess, path, words[0]);
	return true;
}
