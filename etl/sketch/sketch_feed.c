#include "etl/sketch/sketch_feed.h"

#include <string.h>

#define MOST_FEEDS 4
#define KEY_TYPE   "text, hashed as a key"
#define MOMENT     "timestamp with time zone"

/* ── one row of FEEDS ── */
static const char *said(const DatabaseResult *feeds, int row, const char *column)
{
	return result_text(feeds, row, result_column(feeds, column));
}

static bool is_required(const DatabaseResult *feeds, int row)
{
	return result_bool(feeds, row, result_column(feeds, "required"));
}

static bool is_key(const DatabaseResult *feeds, int row)
{
	return strcmp(said(feeds, row, "type"), KEY_TYPE) == 0;
}

/* Origin is not for a mapping to find. */
static bool is_origin(const DatabaseResult *feeds, int row)
{
	return strcmp(said(feeds, row, "name"), "origin") == 0;
}

/* ── types ── */
static bool is_number(const char *type)
{
	static const char *const numbers[] = { "smallint", "integer", "bigint", "numeric", NULL };
	return g_strv_contains(numbers, type);
}

static bool is_year(const SketchColumn *column)
{
	return is_number(column->type) && column->years && strstr(column->name, "year") != NULL;
}

static bool is_text(const char *type)
{
	return strcmp(type, "text") == 0 || g_str_has_prefix(type, "character");
}

static bool is_day(const char *type)
{
	return strcmp(type, "date") == 0 || g_str_has_prefix(type, "timestamp");
}

/* Whether a column NAME of TYPE can be made of COLUMN. */
static bool can_give(const SketchColumn *column, const char *name, const char *type)
{
	if (column->personal != NULL || (strstr(name, "year") != NULL && !is_year(column)))
		return false;
	if (strcmp(type, "date") == 0)
		return is_day(column->type) || is_year(column);
	if (strcmp(type, MOMENT) == 0)
		return is_day(column->type);
	if (is_number(type))
		return is_number(column->type) &&
		       (strstr(name, "year") != NULL || !is_year(column));
	if (strcmp(type, "boolean") == 0)
		return strcmp(column->type, "boolean") == 0;
	return is_text(column->type) || (strcmp(type, "text[]") != 0 && is_number(column->type));
}

/* ── names ── */
static bool is_filler(const char *word)
{
	static const char *const fillers[] = { "",    "on",   "at", "of",   "the", "key", "and",
					       "for", "name", "by", "from", "to",  NULL };
	return g_strv_contains(fillers, word);
}

/* "case" and "cases", "registered" and "registration" are alike, "sent" and "sentence" are not. */
static bool are_alike(const char *left, const char *right)
{
	enum { STEM = 6 };
	left = strcmp(left, "no") == 0 ? "number" : left;
	right = strcmp(right, "no") == 0 ? "number" : right;
	size_t most = MAX(strlen(left), strlen(right));
	size_t least = MIN(strlen(left), strlen(right));
	if (strncmp(left, right, least) == 0 &&
	    (most == least || (most == least + 1 && (left[least] == 's' || right[least] == 's'))))
		return true;
	return least >= STEM && strncmp(left, right, STEM) == 0;
}

static int words_shared(const char *left, const char *right)
{
	g_auto(GStrv) mine = g_strsplit_set(left, "_ -.", -1);
	g_auto(GStrv) others = g_strsplit_set(right, "_ -.", -1);
	int shared = 0;
	for (char **word = mine; *word != NULL; word++) {
		for (char **other = others; *other != NULL && !is_filler(*word); other++)
			shared += are_alike(*word, *other);
	}
	return shared;
}

/* How well the names go together; 0 where they have nothing in common. */
static int likeness(const SketchColumn *column, const char *name)
{
	enum { THE_SAME = 100, A_WORD = 10 };
	if (strcmp(column->name, name) == 0)
		return THE_SAME;
	return A_WORD * words_shared(column->name, name);
}

/* The column for ROW of FEEDS, or NULL. */
static const SketchColumn *find(const Sketch *sketch, const DatabaseResult *feeds, int row)
{
	const SketchColumn *best = NULL;
	int most = 0;
	const char *name = said(feeds, row, "name");
	const char *type = said(feeds, row, "type");
	bool own_key = is_key(feeds, row) && is_required(feeds, row);
	for (guint n = 0; n < sketch->columns->len; n++) {
		const SketchColumn *column = g_ptr_array_index(sketch->columns, n);
		bool may = is_key(feeds, row)
			       ? column->personal == NULL && (column->unique || !own_key)
			       : can_give(column, name, type);
		int fits = may ? likeness(column, name) + (own_key && column->unique) : 0;
		if (fits > most) {
			best = column;
			most = fits;
		}
	}
	return best;
}

static bool any_gives(const Sketch *sketch, const char *name, const char *type)
{
	for (guint n = 0; n < sketch->columns->len; n++) {
		if (can_give(g_ptr_array_index(sketch->columns, n), name, type))
			return true;
	}
	return false;
}

/* ── which feeds ── */
typedef struct {
	const char *name;
	int first, end; /* rows */
	int found;      /* columns by name */
	int missing;    /* required ones that are to be said */
	bool possible;
} Feed;

static Feed weigh(const Sketch *sketch, const DatabaseResult *feeds, int first)
{
	Feed feed = { .name = said(feeds, first, "feed"), .first = first, .possible = true };
	int row = first;
	for (; row < result_rows(feeds) && strcmp(said(feeds, row, "feed"), feed.name) == 0;
	     row++) {
		if (is_origin(feeds, row))
			continue;
		bool named = find(sketch, feeds, row) != NULL;
		feed.found += named && !is_key(feeds, row);
		if (!is_required(feeds, row) || named)
			continue;
		feed.missing++;
		if (!is_key(feeds, row) &&
		    !any_gives(sketch, said(feeds, row, "name"), said(feeds, row, "type")))
			feed.possible = false;
	}
	feed.end = row;
	feed.possible = feed.possible && feed.found > 0;
	return feed;
}

static int compare_feeds(gconstpointer left, gconstpointer right)
{
	const Feed *a = left;
	const Feed *b = right;
	return a->found - a->missing == b->found - b->missing
		   ? b->found - a->found
		   : (b->found - b->missing) - (a->found - a->missing);
}

static void put_feed(GString *text, const Sketch *sketch, const DatabaseResult *feeds,
		     const Feed *feed)
{
	g_autoptr(GString) left = g_string_new(NULL);
	const char *comma = " ";
	g_string_append_printf(text, "  %s:", feed->name);
	for (int row = feed->first; row < feed->end; row++) {
		const SketchColumn *column =
		    is_origin(feeds, row) ? NULL : find(sketch, feeds, row);
		const char *name = said(feeds, row, "name");
		if (column != NULL) {
			g_string_append_printf(text, "%s%s from %s", comma, name, column->name);
			comma = ", ";
		} else if (is_required(feeds, row)) {
			g_string_append_printf(left, "%s%s", left->len > 0 ? ", " : "", name);
		}
	}
	if (left->len > 0)
		g_string_append_printf(text, "; yours to say: %s", left->str);
	g_string_append_c(text, '\n');
}

char *sketch_feeds(const Sketch *sketch, const DatabaseResult *feeds)
{
	GString *text = g_string_new(NULL);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Feed));
	for (int row = 0; row < result_rows(feeds);) {
		Feed feed = weigh(sketch, feeds, row);
		row = feed.end;
		if (feed.possible)
			g_array_append_val(all, feed);
	}
	g_array_sort(all, compare_feeds);
	for (guint n = 0; n < MIN(all->len, MOST_FEEDS); n++)
		put_feed(text, sketch, feeds, &g_array_index(all, Feed, n));
	return g_string_free(text, FALSE);
}

/* ── the SELECT ── */
char *sketch_identifier(const char *name)
{
	if (g_regex_match_simple("^[a-z_][a-z0-9_]*\\z", name, 0, 0))
		return g_strdup(name);
	g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
	g_autofree char *escaped = g_strjoinv("\"\"", parts);
	return g_strdup_printf("\"%s\"", escaped);
}

/* COLUMN as an expression of TYPE. Transfer full. */
static char *expression(const SketchColumn *column, const char *type, const char *zone)
{
	g_autofree char *name = sketch_identifier(column->name);
	if (strcmp(type, KEY_TYPE) == 0)
		type = "text";
	if (strcmp(column->type, type) == 0)
		return g_strdup_printf("t.%s", name);
	if (strcmp(type, "text[]") == 0)
		return g_strdup_printf("string_to_array(t.%s, ',')", name);
	if (strcmp(type, "date") == 0 && is_year(column))
		return g_strdup_printf("make_date(t.%s, 1, 1)", name);
	if (strcmp(type, MOMENT) == 0)
		return g_strdup_printf("t.%s%s at time zone '%s'", name,
				       strcmp(column->type, "date") == 0 ? "::timestamp" : "",
				       zone);
	return g_strdup_printf("t.%s::%s", name, type);
}

/* A line of the SELECT for ROW; "" where it may be missing and nothing was found. */
static char *line_of(const Sketch *sketch, const DatabaseResult *feeds, int row, const char *zone)
{
	const SketchColumn *column = find(sketch, feeds, row);
	const char *name = said(feeds, row, "name");
	const char *type = said(feeds, row, "type");
	if (column == NULL)
		return is_required(feeds, row)
			   ? g_strdup_printf("null::%s as %s", is_key(feeds, row) ? "text" : type,
					     name)
			   : g_strdup("");
	g_autofree char *value = expression(column, type, zone);
	g_autofree char *plain = g_strdup_printf("t.%s", name);
	return strcmp(value, plain) == 0 ? g_steal_pointer(&plain)
					 : g_strdup_printf("%s as %s", value, name);
}

char *sketch_select(const Sketch *sketch, const DatabaseResult *feeds, const char *from,
		    bool origin, const char *zone)
{
	GString *text = g_string_new(NULL);
	g_autoptr(GString) missing = g_string_new(NULL);
	g_string_append_printf(text,
			       "-- Begun by 'shumar source new'. Where null stands, a value has to "
			       "be found: 'shumar source feeds %s'.\nselect",
			       said(feeds, 0, "feed"));
	const char *comma = origin ? ",\n\t" : "\n\t";
	if (origin)
		g_string_append(text, "\n\tt.origin");
	for (int row = 0; row < result_rows(feeds); row++) {
		if (is_origin(feeds, row))
			continue;
		g_autofree char *line = line_of(sketch, feeds, row, zone);
		if (line[0] == '\0') {
			g_string_append_printf(missing, " %s", said(feeds, row, "name"));
			continue;
		}
		g_string_append_printf(text, "%s%s", comma, line);
		comma = ",\n\t";
	}
	g_string_append_printf(text, "\nfrom %s as t\n", from);
	if (missing->len > 0)
		g_string_append_printf(text, "-- may be given too:%s\n", missing->str);
	return g_string_free(text, FALSE);
}
