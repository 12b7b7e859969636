/* What papers say beside figures, all of it worked out of what is public. */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/release/prepare_private.h"

void prepare_fact(Prepare *prepare, const char *name, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_ptr_array_add(prepare->facts, g_strdup(name));
	g_ptr_array_add(prepare->facts, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

/* ── what is lost ── */

/* Of a table, or of the newest period of it. */
typedef struct {
	guint figures, withheld;
	guint certain;                 /* withheld before anything is chosen */
	guint places, places_withheld; /* of the finest level */
	gint64 total, parts;           /* the sum of all, and of what is published of the finest */
	bool total_known;
} Loss;

static bool is_of(const PlanTable *table, const UnionCell *cell, const LatticeSpan *newest)
{
	if (cell->missing || strcmp(cell->measure, table->measure) != 0 ||
	    (newest != NULL && (cell->first != newest->first || cell->last != newest->last)))
		return false;
	return cell->table != NULL;
}

/* True when a member of CODE stands on the level NAME of DIMENSION. */
static bool on_level(const Dimension *dimension, const char *code, const char *name)
{
	guint member = 0, level = 0;
	return dimension_find(dimension, code, &member) &&
	       dimension_find_level(dimension, name, &level) &&
	       dimension_member(dimension, member)->level == level;
}

/* True when the table's levels add up to those of CELL. */
static bool below(const Dimension *dimension, const char *code, const char *name)
{
	guint member = 0, level = 0;
	return dimension_find(dimension, code, &member) &&
	       dimension_find_level(dimension, name, &level) &&
	       dimension_adds_up(dimension, level, dimension_member(dimension, member)->level);
}

static bool has_period(const GArray *periods, const UnionCell *cell)
{
	for (guint n = 0; n < periods->len; n++) {
		const Period *period = &g_array_index(periods, Period, n);
		if (g_date_get_julian(&period->first) == cell->first &&
		    g_date_get_julian(&period->last) == cell->last)
			return true;
	}
	return false;
}

static void add_finest(const UnionCell *cell, GHashTable *places, Loss *loss)
{
	bool hidden = cell->state == CELL_HIDDEN;
	gpointer was = NULL;
	if (!hidden)
		loss->parts += cell->value;
	if (!g_hash_table_lookup_extended(places, cell->place, NULL, &was)) {
		g_hash_table_insert(places, cell->place, GINT_TO_POINTER(hidden));
		loss->places++;
		loss->places_withheld += hidden;
	} else if (hidden && !GPOINTER_TO_INT(was)) {
		g_hash_table_insert(places, cell->place, GINT_TO_POINTER(true));
		loss->places_withheld++;
	}
}

/* A rule hits CELL by itself: it is withheld, whatever else is. What the key chose may be printed,
 * and what has to stay public is. */
static bool is_hit(const Prepare *prepare, const UnionCell *cell)
{
	const StoreCell *joined = cell->cell != UNION_NO_CELL && prepare->store != NULL
				      ? store_cell(prepare->store, cell->cell)
				      : NULL;
	return joined != NULL && joined->rule != NULL && !joined->forced &&
	       strcmp(joined->rule, RULE_DECOY) != 0;
}

/* SPAN NULL: all periods of the table. */
static Loss loss_of(const Prepare *prepare, guint number, const LatticeSpan *span)
{
	const PlanTable *table = g_ptr_array_index(prepare->plan->tables, number);
	const GArray *periods = g_ptr_array_index(prepare->periods, number);
	g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
	const DimensionMember *root = dimension_member(prepare->places, 0);
	Loss loss = { .total_known = true };
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		if (!is_of(table, cell, span) || !has_period(periods, cell) ||
		    !below(prepare->places, cell->place, table->place) ||
		    !below(prepare->kinds, cell->kind, table->kind))
			continue;
		loss.figures++;
		loss.withheld += cell->state == CELL_HIDDEN;
		loss.certain += cell->state == CELL_HIDDEN || is_hit(prepare, cell);
		if (strcmp(cell->place, root->code) == 0 && strcmp(cell->kind, "all") == 0) {
			loss.total_known = loss.total_known && cell->state == CELL_PUBLISHED;
			loss.total += cell->state == CELL_PUBLISHED ? cell->value : 0;
		}
		if (on_level(prepare->places, cell->place, table->place) &&
		    on_level(prepare->kinds, cell->kind, table->kind))
			add_finest(cell, places, &loss);
	}
	return loss;
}

/* Of what is published alone: the total less the published parts. */
static void tell_loss(Prepare *prepare, const char *name, const Loss *loss)
{
	g_autofree char *figures = g_strconcat(name, ".figures", NULL);
	g_autofree char *withheld = g_strconcat(name, ".withheld", NULL);
	g_autofree char *places = g_strconcat(name, ".places", NULL);
	g_autofree char *places_withheld = g_strconcat(name, ".places_withheld", NULL);
	g_autofree char *share = g_strconcat(name, ".withheld_pct", NULL);
	prepare_fact(prepare, figures, "%u", loss->figures);
	prepare_fact(prepare, withheld, "%u", loss->withheld);
	prepare_fact(prepare, places, "%u", loss->places);
	prepare_fact(prepare, places_withheld, "%u", loss->places_withheld);
	if (loss->total_known && loss->total > 0 && loss->total >= loss->parts)
		prepare_fact(prepare, share, "%.1f",
			     100.0 * (double)(loss->total - loss->parts) / (double)loss->total);
}

/* LOST of the figures of table NUMBER, or at LEAST so many, would be too many. */
static bool allows_loss(const Prepare *prepare, guint number, const Loss *loss, guint lost,
			const char *least, GError **error)
{
	const PlanTable *table = g_ptr_array_index(prepare->plan->tables, number);
	/* one figure alone is withheld or not; no coarser table has it */
	if (loss->figures <= 1 || lost * 100 <= loss->figures * prepare->plan->most_lost_pct)
		return true;
	g_autofree char *name = plan_call(table);
	g_autofree char *hint = plan_coarser_hint(prepare->plan, table);
	error_set(error, SHUMAR_ERROR_DISCLOSURE, hint,
		  "table %s would lose %s%u of its %u figures, and the plan allows %u of 100", name,
		  least, lost, loss->figures, prepare->plan->most_lost_pct);
	return false;
}

bool prepare_losses_least(Prepare *prepare, GError **error)
{
	for (guint n = 0; n < prepare->plan->tables->len; n++) {
		Loss loss = loss_of(prepare, n, NULL);
		if (!allows_loss(prepare, n, &loss, loss.certain, "at least ", error))
			return false;
	}
	return true;
}

bool prepare_losses(Prepare *prepare, GError **error)
{
	for (guint n = 0; n < prepare->plan->tables->len; n++) {
		Loss loss = loss_of(prepare, n, NULL);
		if (!allows_loss(prepare, n, &loss, loss.withheld, "", error))
			return false;
	}
	return true;
}

static void tell_title(Prepare *prepare, const PlanTable *table)
{
	g_autofree char *title_en = g_strconcat(table->name, ".title_en", NULL);
	g_autofree char *title_ur = g_strconcat(table->name, ".title_ur", NULL);
	if (table->title_en == NULL)
		return;
	prepare_fact(prepare, title_en, "%s", table->title_en);
	prepare_fact(prepare, title_ur, "%s", table->title_ur);
}

static void tell_losses(Prepare *prepare)
{
	for (guint n = 0; n < prepare->plan->tables->len; n++) {
		const PlanTable *table = g_ptr_array_index(prepare->plan->tables, n);
		Loss loss = loss_of(prepare, n, NULL);
		tell_loss(prepare, table->name, &loss);
		tell_title(prepare, table);
	}
}

/* ── the period of the headline ── */

static const Period *headline_period(const Prepare *prepare, guint table)
{
	const GArray *periods = g_ptr_array_index(prepare->periods, table);
	return &g_array_index(periods, Period, periods->len - 1);
}

/* The district of the headline; "" where it is the jurisdiction or a division. */
static char *headline_district(const Prepare *prepare, const PlanHeadline *headline)
{
	guint member = 0;
	g_autofree char *code = plan_text(prepare->plan, prepare->values, headline->place);
	bool leaf = dimension_find(prepare->places, code, &member) &&
		    dimension_member(prepare->places, member)->children->len == 0 && member > 0;
	return leaf ? g_steal_pointer(&code) : g_strdup("");
}

static void tell_row(Prepare *prepare, const DatabaseResult *row)
{
	for (int column = 0; column < result_columns(row); column++) {
		const char *text = result_text(row, 0, column);
		if (text != NULL)
			prepare_fact(prepare, result_column_name(row, column), "%s", text);
	}
}

bool prepare_facts(Prepare *prepare, GError **error)
{
	tell_losses(prepare);
	prepare_fact(prepare, "as_at", "%s", prepare->as_at_day);
	prepare_fact(prepare, "run", "%" G_GINT64_FORMAT, prepare->run_no);
	if (prepare->plan->headlines->len == 0)
		return true;
	const PlanHeadline *headline = g_ptr_array_index(prepare->plan->headlines, 0);
	const Period *period = headline_period(prepare, headline->table);
	LatticeSpan span = { g_date_get_julian(&period->first), g_date_get_julian(&period->last) };
	g_autofree char *first = date_text(&period->first);
	g_autofree char *last = date_text(&period->last);
	g_autofree char *district = headline_district(prepare, headline);
	Loss loss = loss_of(prepare, headline->table, &span);
	prepare_fact(prepare, "first_on", "%s", first);
	prepare_fact(prepare, "last_on", "%s", last);
	tell_loss(prepare, "newest", &loss);
	if (prepare->plan->counts != NULL)
		return true;
	g_autoptr(DatabaseResult) row = database_one(
	    prepare->db, sqltext(SQL_RELEASE_COMPARED),
	    DATABASE_PARAMS(prepare->plan->jurisdiction, district, first, last, prepare->as_at_day),
	    error);
	if (row != NULL)
		tell_row(prepare, row);
	return row != NULL;
}
