#include "reports/release/counts.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/period.h"
#include "reports/disclosure/lattice_groups.h"

/* ── headers ── */

static char *word_of(const char *sql, const char *header)
{
	g_autofree char *value = sqltext_header(sql, header);
	return value != NULL ? g_strdup(g_strstrip(value)) : NULL;
}

/* "A, B" of a header as texts. Transfer full; NULL without it. */
static char **words_of(const char *sql, const char *header)
{
	g_autofree char *value = word_of(sql, header);
	char **words = value != NULL ? g_strsplit(value, ",", -1) : NULL;
	for (char **word = words; word != NULL && *word != NULL; word++)
		g_strstrip(*word);
	return words;
}

static void read_links(Counts *counts, const char *sql)
{
	g_autofree char *is = word_of(sql, "is");
	char *blank = is != NULL ? strchr(is, ' ') : NULL;
	counts->part_of = word_of(sql, "part-of");
	counts->holds = word_of(sql, "holds");
	counts->all_of = words_of(sql, "all-of");
	counts->some_of = words_of(sql, "some-of");
	if (blank == NULL)
		return;
	*blank = '\0';
	counts->is = g_strdup(is);
	counts->is_kind = g_strdup(blank + 1);
}

static Counts *new_counts(const char *measure)
{
	Counts *counts = g_new0(Counts, 1);
	counts->name = g_strdup(measure);
	counts->levels = g_ptr_array_new_with_free_func(g_free);
	counts->levels_known = g_array_new(FALSE, FALSE, sizeof(guint));
	counts->cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	counts->states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	counts->mature_to = G_MAXUINT32;
	return counts;
}

Counts *counts_of_table(const char *measure, const char *level)
{
	Counts *counts = new_counts(measure);
	counts->protects = true;
	g_ptr_array_add(counts->levels, g_strdup(level));
	return counts;
}

static const SqlText *file_of(const char *measure)
{
	g_autofree char *path = g_strdup_printf("release/counts_%s.sql", measure);
	return sqltext_find(path);
}

bool counts_are_known(const char *measure)
{
	return file_of(measure) != NULL;
}

Counts *counts_new(const char *measure, GError **error)
{
	const SqlText *file = file_of(measure);
	if (file == NULL) {
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "Counts are the files sql/release/counts_MEASURE.sql.",
			  "the measure '%s' cannot be released: nothing counts it", measure);
		return NULL;
	}
	Counts *counts = new_counts(measure);
	g_autofree char *levels = word_of(file->text, "kinds");
	g_autofree char *protects = word_of(file->text, "protects");
	g_autofree char *days = word_of(file->text, "days");
	g_auto(GStrv) words = g_strsplit(levels != NULL ? levels : "all", ",", -1);
	for (char **word = words; *word != NULL; word++)
		g_ptr_array_add(counts->levels, g_strdup(g_strstrip(*word)));
	counts->feed = word_of(file->text, "feed");
	counts->event = word_of(file->text, "event");
	counts->protects = g_strcmp0(protects, "none") != 0;
	counts->months = g_strcmp0(days, "month") == 0;
	read_links(counts, file->text);
	return counts;
}

void counts_free(Counts *counts)
{
	if (counts == NULL)
		return;
	g_free(counts->name);
	g_free(counts->feed);
	g_free(counts->event);
	g_free(counts->is);
	g_free(counts->is_kind);
	g_free(counts->part_of);
	g_free(counts->holds);
	g_strfreev(counts->all_of);
	g_strfreev(counts->some_of);
	g_ptr_array_unref(counts->levels);
	g_array_unref(counts->levels_known);
	g_clear_pointer(&counts->pieces, g_array_unref);
	g_hash_table_unref(counts->cells);
	g_hash_table_unref(counts->states);
	g_free(counts);
}

/* ── dimensions ── */

/* The member CODE of LEVEL below PARENT, new where it is not there. */
static guint member_of(Dimension *dimension, const char *code, guint level, guint parent)
{
	guint member = 0;
	if (!dimension_find(dimension, code, &member))
		member = dimension_add(dimension, code, level, &parent);
	return member;
}

Dimension *counts_places(Database *db, const char *jurisdiction, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_RELEASE_PLACES), DATABASE_PARAMS(jurisdiction), error);
	if (rows == NULL)
		return NULL;
	Dimension *places = dimension_new("place", false);
	guint province = dimension_add_level(places, "province", NULL);
	guint division = dimension_add_level(places, "division", "province");
	guint before = dimension_add_level(places, "before", "province");
	guint district = dimension_add_level(places, "district", "division");
	dimension_add_parent(places, district, before);
	guint root = dimension_add(places, jurisdiction, province, NULL);
	for (int row = 0; row < result_rows(rows); row++) {
		g_autofree char *of =
		    g_strconcat("division:", result_text_at(rows, row, "division"), NULL);
		g_autofree char *was =
		    g_strconcat("before:", result_text_at(rows, row, "before"), NULL);
		for (char *at = of; *at != '\0'; at++)
			*at = *at == ' ' ? '-' : *at;
		guint parents[2] = { member_of(places, of, division, root),
				     member_of(places, was, before, root) };
		dimension_add(places, result_text_at(rows, row, "district"), district, parents);
	}
	return places;
}

Dimension *counts_kinds(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_RELEASE_KINDS), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return NULL;
	Dimension *kinds = dimension_new("kind", true);
	guint root = dimension_add_level(kinds, "all", NULL);
	dimension_add_level(kinds, "group", "all");
	dimension_add_level(kinds, "offence", "group");
	dimension_add_level(kinds, "vwps", "all");
	dimension_add_level(kinds, "vwps-status", "vwps");
	dimension_add(kinds, "all", root, NULL);
	for (int row = 0; row < result_rows(rows); row++) {
		guint level = 0, parent = 0;
		bool found =
		    dimension_find_level(kinds, result_text_at(rows, row, "level"), &level) &&
		    dimension_find(kinds, result_text_at(rows, row, "parent"), &parent);
		g_assert(found);
		dimension_add(kinds, result_text_at(rows, row, "kind"), level, &parent);
	}
	return kinds;
}

/* ── counting ── */

static char *cell_text(guint place, guint kind)
{
	return g_strdup_printf("%u|%u", place, kind);
}

static guint piece_at(const Counts *counts, guint32 day)
{
	guint low = 0, high = counts->pieces->len;
	while (low < high) {
		guint middle = (low + high) / 2;
		if (g_array_index(counts->pieces, LatticeSpan, middle).first < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low; /* the first piece that begins on DAY or later */
}

void counts_set_pieces(Counts *counts, const Dimension *kinds, GArray *pieces)
{
	counts->pieces = pieces;
	for (guint n = 0; n < counts->levels->len; n++) {
		guint level = 0;
		bool found = dimension_find_level(kinds, counts->levels->pdata[n], &level);
		g_assert(found);
		g_array_append_val(counts->levels_known, level);
	}
}

void counts_add(Counts *counts, guint place, guint kind, guint32 first, gint64 n)
{
	char *text = cell_text(place, kind);
	gint64 *sums = g_hash_table_lookup(counts->cells, text);
	if (sums == NULL) {
		sums = g_new0(gint64, counts->pieces->len + 1);
		g_hash_table_insert(counts->cells, text, sums);
	} else {
		g_free(text);
	}
	sums[piece_at(counts, first) + 1] += n;
}

void counts_end(Counts *counts)
{
	GHashTableIter iterator;
	gpointer value;
	g_hash_table_iter_init(&iterator, counts->cells);
	while (g_hash_table_iter_next(&iterator, NULL, &value)) {
		gint64 *sums = value;
		for (guint n = 0; n < counts->pieces->len; n++)
			sums[n + 1] += sums[n];
	}
}

static guint32 julian_of(const char *day)
{
	GDate date;
	bool is = date_parse(day, &date, NULL);
	g_assert(is);
	return g_date_get_julian(&date);
}

static char *day_of(guint32 julian)
{
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, julian);
	return date_text(&date);
}

/* "{2026-10-01,2026-11-01}" of the first or last days. Transfer full. */
static char *days_of(const GArray *spans, bool last)
{
	GString *text = g_string_new("{");
	for (guint n = 0; n < spans->len; n++) {
		const LatticeSpan *span = &g_array_index(spans, LatticeSpan, n);
		g_autofree char *day = day_of(last ? span->last : span->first);
		g_string_append_printf(text, "%s%s", n > 0 ? "," : "", day);
	}
	g_string_append_c(text, '}');
	return g_string_free(text, FALSE);
}

static bool read_counts(Counts *counts, Database *db, const Dimension *places,
			const Dimension *kinds, const char *jurisdiction, GError **error)
{
	g_autofree char *firsts = days_of(counts->pieces, false);
	g_autofree char *lasts = days_of(counts->pieces, true);
	g_autoptr(DatabaseResult) rows = database_query(
	    db, file_of(counts->name)->text, DATABASE_PARAMS(jurisdiction, firsts, lasts), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++) {
		const char *district = result_text_at(rows, row, "district");
		const char *kind_code = result_text_at(rows, row, "kind");
		guint place = 0, kind = 0;
		if (!dimension_find(places, district, &place) ||
		    !dimension_find(kinds, kind_code, &kind)) {
			error_set(error, SHUMAR_ERROR_FAILED, "Enter it in the reference tables.",
				  "cannot count '%s': the kind '%s' is in no reference table",
				  counts->name, kind_code);
			return false;
		}
		counts_add(counts, place, kind, julian_of(result_text_at(rows, row, "first_on")),
			   result_int64(rows, row, result_column(rows, "n")));
	}
	if (rows != NULL)
		counts_end(counts);
	return rows != NULL;
}

static char *state_text(const char *place, LatticeSpan span)
{
	return g_strdup_printf("%s|%u|%u", place, span.first, span.last);
}

static bool read_states(Counts *counts, Database *db, const char *jurisdiction, const GArray *spans,
			GError **error)
{
	g_autofree char *firsts = days_of(spans, false);
	g_autofree char *lasts = days_of(spans, true);
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_RELEASE_COVERAGE),
			   DATABASE_PARAMS(jurisdiction, counts->feed, firsts, lasts), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++) {
		LatticeSpan span = { julian_of(result_text_at(rows, row, "first_on")),
				     julian_of(result_text_at(rows, row, "last_on")) };
		const char *state = g_intern_string(result_text_at(rows, row, "state"));
		g_hash_table_insert(counts->states,
				    state_text(result_text_at(rows, row, "district"), span),
				    (gpointer)(guintptr)state);
	}
	return rows != NULL;
}

static bool read_mature(Counts *counts, Database *db, const char *jurisdiction, const char *as_at,
			GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_RELEASE_MATURE),
			 DATABASE_PARAMS(jurisdiction, counts->event, as_at), error);
	if (row == NULL)
		return false;
	counts->mature_to = julian_of(result_text_at(row, 0, "to_on"));
	return true;
}

/* What is counted by months cannot be told of a part of one. */
static bool check_months(const Counts *counts, GError **error)
{
	for (guint n = 0; n < counts->pieces->len && counts->months; n++) {
		LatticeSpan piece = g_array_index(counts->pieces, LatticeSpan, n);
		GDate first, after;
		g_date_clear(&first, 1);
		g_date_clear(&after, 1);
		g_date_set_julian(&first, piece.first);
		g_date_set_julian(&after, piece.last + 1);
		if (g_date_get_day(&first) == 1 && g_date_get_day(&after) == 1)
			continue;
		g_autofree char *day = date_text(&first);
		error_set(error, SHUMAR_ERROR_CONFIG, "Give the table whole months.",
			  "the measure '%s' is counted by whole months, and a period of it begins "
			  "or ends within one (%s)",
			  counts->name, day);
		return false;
	}
	return true;
}

bool counts_read(Counts *counts, Database *db, const Dimension *places, const Dimension *kinds,
		 const char *jurisdiction, const GArray *spans, const char *as_at, GError **error)
{
	counts_set_pieces(counts, kinds, lattice_cut(spans));
	return check_months(counts, error) &&
	       read_counts(counts, db, places, kinds, jurisdiction, error) &&
	       read_states(counts, db, jurisdiction, spans, error) &&
	       read_mature(counts, db, jurisdiction, as_at, error);
}

/* ── sums ── */

static gint64 leaf_value(const Counts *counts, guint place, guint kind, LatticeSpan span)
{
	g_autofree char *text = cell_text(place, kind);
	const gint64 *sums = g_hash_table_lookup(counts->cells, text);
	return sums == NULL
		   ? 0
		   : sums[piece_at(counts, span.last + 1)] - sums[piece_at(counts, span.first)];
}

/* The sum over the kinds of LEVEL below KIND. */
static gint64 kind_value(const Counts *counts, const Dimension *kinds, guint level, guint place,
			 guint kind, LatticeSpan span)
{
	const DimensionMember *member = dimension_member(kinds, kind);
	gint64 sum = 0;
	guint next = G_MAXUINT; /* one of the levels below is enough, and all would count twice */
	if (member->level == level)
		return leaf_value(counts, place, kind, span);
	for (guint n = 0; n < member->children->len; n++) {
		guint child = g_array_index(member->children, guint, n);
		guint of = dimension_member(kinds, child)->level;
		if (next == G_MAXUINT && dimension_adds_up(kinds, level, of))
			next = of;
		if (of == next)
			sum += kind_value(counts, kinds, level, place, child, span);
	}
	return sum;
}

/* The level of counting that adds up to KIND's. */
static guint counted_level(const Counts *counts, const Dimension *kinds, guint kind)
{
	guint of = dimension_member(kinds, kind)->level;
	for (guint n = 0; n < counts->levels_known->len; n++) {
		guint level = g_array_index(counts->levels_known, guint, n);
		if (dimension_adds_up(kinds, level, of))
			return level;
	}
	return of;
}

gint64 counts_value(const Counts *counts, const Dimension *places, const Dimension *kinds,
		    guint place, guint kind, LatticeSpan span)
{
	const DimensionMember *member = dimension_member(places, place);
	gint64 sum = 0;
	guint first = G_MAXUINT;
	if (member->children->len == 0)
		return kind_value(counts, kinds, counted_level(counts, kinds, kind), place, kind,
				  span);
	for (guint n = 0; n < member->children->len; n++) {
		guint child = g_array_index(member->children, guint, n);
		guint level = dimension_member(places, child)->level;
		if (first == G_MAXUINT)
			first = level;
		if (level == first)
			sum += counts_value(counts, places, kinds, child, kind, span);
	}
	return sum;
}

static const char *leaf_state(const Counts *counts, const char *place, LatticeSpan span)
{
	g_autofree char *text = state_text(place, span);
	const char *state = g_hash_table_lookup(counts->states, text);
	return state != NULL ? state : "not-reported";
}

/* Covered by all of its districts that ever were, or by some; what did not exist is not asked. */
static const char *sum_state(const Counts *counts, const Dimension *places, guint place,
			     LatticeSpan span)
{
	const DimensionMember *member = dimension_member(places, place);
	const char *sum = NULL;
	for (guint n = 0; n < member->children->len; n++) {
		const char *state =
		    counts_state(counts, places, g_array_index(member->children, guint, n), span);
		if (strcmp(state, "did-not-exist") == 0)
			continue;
		sum = sum == NULL || sum == state ? state : "partial";
	}
	return sum != NULL ? sum : "did-not-exist";
}

const char *counts_state(const Counts *counts, const Dimension *places, guint place,
			 LatticeSpan span)
{
	const DimensionMember *member = dimension_member(places, place);
	if (counts->feed == NULL)
		return "covered";
	if (member->level == 0)
		return leaf_state(counts, "", span);
	return member->children->len == 0 ? leaf_state(counts, member->code, span)
					  : sum_state(counts, places, place, span);
}
