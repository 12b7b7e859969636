#include "etl/source/declaration_private.h"

#include "core/period.h"

#include <string.h>

#define DUE_LIMIT       366
#define REJECTS         10000 /* lines that a file may have rejected */
#define REJECTS_HIGHEST 10000000

static const char *const file_keys[] = { "pattern", "zero",     "delimiter", "encoding", "calendar",
					 "columns", "optional", "rejects",   NULL };
static const char *const calendar_keys[] = { "every", "due", "from", "to", "units", NULL };

void declaration_file_free(gpointer data)
{
	FileDeclaration *file = data;
	g_free(file->name);
	g_free(file->pattern);
	drop_pattern_free(file->names);
	drop_pattern_free(file->zero);
	g_strfreev(file->calendar.units);
	g_ptr_array_unref(file->fields);
	g_free(file);
}

/* ── its parts ── */
static bool is_file_name(const char *name)
{
	return g_regex_match_simple("^[a-z][a-z0-9_]{0,30}$", name, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* A pattern must stay below the source's folder. */
static bool stays_below(const char *pattern)
{
	g_auto(GStrv) parts = g_strsplit(pattern, "/", -1);
	return pattern[0] != '/' && !g_strv_contains((const char *const *)parts, "..");
}

/* A pattern that may be missing; NULL with or without a problem. */
static DropPattern *read_pattern(const DeclarationReader *reader, const YamlNode *node,
				 const char *where)
{
	const char *text = yaml_text(node);
	const char *fault = NULL;
	if (text == NULL)
		return NULL;
	if (!stays_below(text))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: the pattern must stay below the source's folder", where);
	DropPattern *pattern = drop_pattern_new(text, &fault);
	if (pattern == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: the pattern cannot be used: %s", where, fault);
	return pattern;
}

/* How its bytes are to be read. */
static void read_form(const DeclarationReader *reader, const YamlNode *node, FileDeclaration *file)
{
	static const char *const delimiters[] = {
		"auto", "comma", "semicolon", "tab", "bar", NULL
	};
	static const char delimiter_bytes[] = { '\0', ',', ';', '\t', '|' };
	static const char *const encodings[] = { "utf-8", "windows-1256", "windows-1252", NULL };
	static const char *const iconv_names[] = { NULL, "WINDOWS-1256", "WINDOWS-1252" };
	const YamlNode *delimiter = yaml_find(node, "delimiter");
	const YamlNode *encoding = yaml_find(node, "encoding");
	int place =
	    delimiter != NULL ? declaration_choice(reader, delimiter, "delimiter", delimiters) : 0;
	file->delimiter = delimiter_bytes[MAX(place, 0)];
	place = encoding != NULL ? declaration_choice(reader, encoding, "encoding", encodings) : 0;
	file->encoding = iconv_names[MAX(place, 0)];
}

/* How many of its lines may be rejected before it is refused itself. */
static void read_rejects(const DeclarationReader *reader, const YamlNode *node,
			 FileDeclaration *file)
{
	guint64 most = REJECTS;
	const char *text = node != NULL ? yaml_text(node) : NULL;
	if (node != NULL && (text == NULL || !g_ascii_string_to_unsigned(
						 text, 10, 1, REJECTS_HIGHEST, &most, NULL)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "rejects must be a number of lines from 1 to %d", REJECTS_HIGHEST);
	file->rejects = (gint64)most;
}

/* ── calendar ── */
static void read_due(const DeclarationReader *reader, const YamlNode *node, FileCalendar *calendar)
{
	guint64 days = 0;
	const char *text = node != NULL ? yaml_text(node) : "0";
	if (text != NULL && g_ascii_string_to_unsigned(text, 10, 0, DUE_LIMIT, &days, NULL))
		calendar->due_days = (int)days;
	else
		problems_add(reader->problems, reader->document, node, NULL,
			     "due must be the number of days after a period, at most %d",
			     DUE_LIMIT);
}

/* "2024-01" or "2024-01-31" */
static void read_day(const DeclarationReader *reader, const YamlNode *node, const char *what,
		     GDate *ret_day)
{
	const char *text = node != NULL ? declaration_text(reader, node, what) : NULL;
	if (text == NULL)
		return;
	g_autofree char *day =
	    strlen(text) == strlen("2024-01") ? g_strconcat(text, "-01", NULL) : g_strdup(text);
	if (!date_parse(day, ret_day, NULL))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a month as 2024-01 or a day as 2024-01-31", what);
}

static void read_days(const DeclarationReader *reader, const YamlNode *mapping, const char *where,
		      FileCalendar *calendar)
{
	declaration_needed(reader, mapping, where, "from");
	read_day(reader, yaml_find(mapping, "from"), "from", &calendar->from);
	read_day(reader, yaml_find(mapping, "to"), "to", &calendar->to);
	if (g_date_valid(&calendar->from) && g_date_valid(&calendar->to) &&
	    g_date_compare(&calendar->from, &calendar->to) > 0)
		problems_add(reader->problems, reader->document, yaml_find(mapping, "to"), NULL,
			     "%s: the calendar ends before it begins", where);
}

/* A list of names, or the reference table's. */
static void read_units(const DeclarationReader *reader, const YamlNode *mapping, const char *where,
		       FileDeclaration *file)
{
	const YamlNode *units = yaml_find(mapping, "units");
	bool named = file->names != NULL && drop_pattern_has_unit(file->names);
	if (named != (units != NULL))
		problems_add(reader->problems, reader->document, mapping, NULL,
			     named ? "%s: the calendar needs the 'units' that {unit} stands for"
				   : "%s: units need a {unit} in the pattern",
			     where);
	else if (g_strcmp0(yaml_text(units), "ref.unit") == 0)
		file->calendar.units_reference = true;
	else if (units != NULL)
		file->calendar.units = declaration_texts(reader, units, "units");
}

static void read_calendar(const DeclarationReader *reader, const YamlNode *node, const char *where,
			  FileDeclaration *file)
{
	static const char *const names[] = { "none", "day", "week", "month", NULL };
	g_date_clear(&file->calendar.from, 1);
	g_date_clear(&file->calendar.to, 1);
	if (node == NULL ||
	    !problems_check_keys(reader->problems, reader->document, node, where, calendar_keys))
		return;
	if (file->names == NULL || !drop_pattern_has_period(file->names))
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: a calendar needs a {period} in the pattern", where);
	const YamlNode *every = yaml_find(node, "every");
	if (every == NULL)
		declaration_needed(reader, node, where, "every");
	else
		file->calendar.every =
		    (CalendarEvery)MAX(declaration_choice(reader, every, "every", names), 0);
	read_due(reader, yaml_find(node, "due"), &file->calendar);
	read_days(reader, node, where, &file->calendar);
	read_units(reader, node, where, file);
}

void declaration_read_file(const DeclarationReader *reader, const YamlNode *key,
			   const YamlNode *node, FileDeclaration *file)
{
	g_autofree char *where = g_strdup_printf("file '%s'", file->name);
	if (!is_file_name(file->name))
		problems_add(reader->problems, reader->document, key, NULL,
			     "%s: its name must be small letters, digits and '_', at most 31",
			     where);
	if (!problems_check_keys(reader->problems, reader->document, node, where, file_keys))
		return;
	file->pattern = g_strdup(declaration_needed(reader, node, where, "pattern"));
	file->names = read_pattern(reader, yaml_find(node, "pattern"), where);
	file->zero = read_pattern(reader, yaml_find(node, "zero"), where);
	read_form(reader, node, file);
	file->optional = declaration_bool(reader, yaml_find(node, "optional"), "optional");
	read_rejects(reader, yaml_find(node, "rejects"), file);
	read_calendar(reader, yaml_find(node, "calendar"), where, file);
	const YamlNode *columns = yaml_find(node, "columns");
	if (columns == NULL || yaml_kind(columns) != YAML_KIND_MAPPING || yaml_count(columns) == 0)
		problems_add(reader->problems, reader->document, columns != NULL ? columns : node,
			     "only the columns named are read", "%s: 'columns' must name some",
			     where);
	else
		declaration_read_fields(reader, columns, file);
}
