#include "reports/trace/trace_row.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"

#define NAMES_MOST 40 /* in a message */

char *trace_row_value(const Dataset *rows, size_t place, const char *column)
{
	int at = dataset_column(rows, column, "en");
	const Datum *datum =
	    at >= 0 && place < dataset_rows(rows) ? dataset_value(rows, place, (size_t)at) : NULL;
	if (datum == NULL || datum->missing)
		return NULL;
	switch (datum->type) {
	case DATUM_DATE:
		return date_text(&datum->date);
	case DATUM_NUMBER:
		return g_strdup_printf("%.15g", datum->number);
	case DATUM_BOOL:
		return g_strdup(datum->truth ? "true" : "false");
	default:
		return g_strdup(datum->text);
	}
}

/* What the row at PLACE is called: what its keys say, "Lahore, Rape". Transfer full. */
static char *row_name(const Dataset *rows, const TraceRules *rules, size_t place)
{
	g_autoptr(GString) name = g_string_new(NULL);
	for (guint n = 0; n < rules->keys->len; n++) {
		const TraceKey *key = g_ptr_array_index(rules->keys, n);
		g_autofree char *value = trace_row_value(rows, place, key->column);
		g_string_append_printf(name, "%s%s", n > 0 ? ", " : "",
				       value != NULL ? value : "-");
	}
	return g_string_free(g_steal_pointer(&name), FALSE);
}

/* True when COLUMN may name a row: a text or a date. */
static bool may_name(const Dataset *rows, size_t place, size_t column)
{
	const Datum *datum = dataset_value(rows, place, column);
	return !datum->missing && (datum->type == DATUM_TEXT || datum->type == DATUM_DATE);
}

static bool is_text(const char *text, const char *wanted)
{
	g_autofree char *folded = text != NULL ? g_utf8_casefold(text, -1) : NULL;
	return g_strcmp0(folded, wanted) == 0;
}

/* True when some text or date of the row at PLACE, or a key of it, is WANTED (folded). */
static bool says(const Dataset *rows, const TraceRules *rules, size_t place, const char *wanted)
{
	for (size_t column = 0; column < dataset_columns(rows); column++) {
		const Datum *datum = dataset_value(rows, place, column);
		g_autofree char *day =
		    datum->type == DATUM_DATE && !datum->missing ? date_text(&datum->date) : NULL;
		if (may_name(rows, place, column) &&
		    is_text(day != NULL ? day : datum->text, wanted))
			return true;
	}
	for (guint n = 0; n < rules->keys->len; n++) {
		const TraceKey *key = g_ptr_array_index(rules->keys, n);
		g_autofree char *value = trace_row_value(rows, place, key->column);
		if (is_text(value, wanted))
			return true;
	}
	return false;
}

/* True when ROW as a whole is a text of the row at PLACE, or each part between commas is one. */
static bool is_named(const Dataset *rows, const TraceRules *rules, size_t place, const char *row)
{
	g_autofree char *folded = g_utf8_casefold(row, -1);
	if (says(rows, rules, place, folded))
		return true;
	g_auto(GStrv) parts = g_strsplit(folded, ",", -1);
	for (char **part = parts; *part != NULL; part++) {
		if (!says(rows, rules, place, g_strstrip(*part)))
			return false;
	}
	return true;
}

/* The names of all rows, NULL-terminated. Transfer full. */
static GPtrArray *row_names(const Dataset *rows, const TraceRules *rules)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (size_t place = 0; place < dataset_rows(rows); place++)
		g_ptr_array_add(names, row_name(rows, rules, place));
	g_ptr_array_add(names, NULL);
	return names;
}

/* "There are: A, B, …": the first of NAMES. Transfer full. */
static char *list_names(const GPtrArray *names)
{
	guint count = MIN(names->len - 1, NAMES_MOST);
	g_autoptr(GString) list = g_string_new("There are: ");
	for (guint n = 0; n < count; n++)
		g_string_append_printf(list, "%s%s", n > 0 ? "; " : "", (char *)names->pdata[n]);
	g_string_append(list, count + 1 < names->len ? "; …" : ".");
	return g_string_free(g_steal_pointer(&list), FALSE);
}

static bool set_no_row(const Trace *trace, const Dataset *rows, const TraceRules *rules,
		       const char *row, bool several, GError **error)
{
	g_autoptr(GPtrArray) names = row_names(rows, rules);
	const char *near =
	    several ? NULL : nearest_name(row, (const char *const *)(gpointer)names->pdata);
	g_autofree char *all = list_names(names);
	g_autofree char *hint =
	    near != NULL ? g_strdup_printf("Did you mean '%s'? %s", near, all) : g_strdup(all);
	error_set(error, SHUMAR_ERROR_USAGE, hint,
		  several ? "'%s' has several rows '%s'" : "'%s' has no row '%s' here",
		  trace->figure->id, row);
	return false;
}

bool trace_row_find(Trace *trace, const Dataset *rows, const TraceRules *rules, const char *row,
		    GError **error)
{
	/* without keys the conditions of the rules name what they need of the row */
	if (rules->keys->len == 0 && dataset_rows(rows) < 2) {
		error_set(error, SHUMAR_ERROR_USAGE, "Leave --row out.",
			  "'%s' is a figure without rows", trace->figure->id);
		return false;
	}
	guint found = 0;
	for (size_t place = 0; place < dataset_rows(rows); place++) {
		if (!is_named(rows, rules, place, row))
			continue;
		trace->place = found++ == 0 ? place : trace->place;
	}
	if (found != 1)
		return set_no_row(trace, rows, rules, row, found > 1, error);
	trace->row = rules->keys->len > 0 ? row_name(rows, rules, trace->place) : g_strdup(row);
	return true;
}

/* Adds TEXT to NAME; one that has a comma itself names nothing. */
static void add_name(GString *name, const char *text)
{
	if (text != NULL && strchr(text, ',') == NULL)
		g_string_append_printf(name, "%s%s", name->len > 0 ? ", " : "", text);
}

char *trace_row_name(const Dataset *rows, const TraceRules *rules, size_t place)
{
	g_autoptr(GString) name = g_string_new(NULL);
	for (size_t column = 0; column < dataset_columns(rows); column++) {
		const Datum *datum = dataset_value(rows, place, column);
		g_autofree char *day =
		    datum->type == DATUM_DATE && !datum->missing ? date_text(&datum->date) : NULL;
		if (may_name(rows, place, column))
			add_name(name, day != NULL ? day : datum->text);
	}
	for (guint n = 0; n < rules->keys->len; n++) {
		const TraceKey *key = g_ptr_array_index(rules->keys, n);
		g_autofree char *value = trace_row_value(rows, place, key->column);
		add_name(name, value);
	}
	return g_string_free(g_steal_pointer(&name), FALSE);
}
