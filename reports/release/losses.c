#include "reports/release/losses.h"

#include <string.h>

#include "core/error.h"
#include "reports/disclosure/loss.h"

/* The search for a rounding; where it is not found by then, it is said not to be possible. */
enum { ROUND_NODES = 500 };

/* The figures of one table: places in the store, and how many a rule hides. */
typedef struct {
	const PlanTable *table;
	GArray *cells; /* of guint */
	guint hidden, primaries;
} Table;

typedef struct {
	const UnionRelease *release;
	Store *store;
	GPtrArray *tables; /* of Table, in the order of the plan */
} Losses;

static void table_free(gpointer data)
{
	Table *table = data;
	g_array_unref(table->cells);
	g_free(table);
}

static void losses_clear(Losses *losses)
{
	store_free(losses->store);
	g_ptr_array_unref(losses->tables);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Losses, losses_clear)

static Table *find_table(const Losses *losses, const char *name)
{
	for (guint n = 0; name != NULL && n < losses->tables->len; n++) {
		Table *table = losses->tables->pdata[n];
		if (strcmp(table->table->name, name) == 0)
			return table;
	}
	return NULL;
}

/* ── the store of the tables ── */

static void add_cell(Losses *losses, const UnionCell *cell)
{
	Table *table = find_table(losses, cell->table);
	guint place = store_add(losses->store, cell->key, cell->value);
	store_cell(losses->store, place)->state = cell->state;
	if (table == NULL)
		return;
	g_array_append_val(table->cells, place);
	table->hidden += cell->state == CELL_HIDDEN;
	table->primaries += cell->state == CELL_HIDDEN && g_strcmp0(cell->rule, "secondary") != 0;
}

/* A sum of figures that are all in tables. */
static void add_sum(Losses *losses, const UnionSum *sum)
{
	g_autofree guint *cells = g_new(guint, sum->terms->len);
	g_autofree gint64 *factors = g_new(gint64, sum->terms->len);
	for (guint n = 0; n < sum->terms->len; n++) {
		const StoreTerm *term = &g_array_index(sum->terms, StoreTerm, n);
		const UnionCell *cell = losses->release->cells->pdata[term->cell];
		factors[n] = term->factor;
		if (!store_find(losses->store, cell->key, &cells[n]))
			return;
	}
	store_equate(losses->store, sum->name, cells, factors, sum->terms->len);
}

static void read_tables(Losses *losses, const Plan *plan)
{
	losses->store = store_new();
	losses->tables = g_ptr_array_new_with_free_func(table_free);
	for (guint n = 0; n < plan->tables->len; n++) {
		Table *table = g_new0(Table, 1);
		table->table = plan->tables->pdata[n];
		table->cells = g_array_new(FALSE, FALSE, sizeof(guint));
		g_ptr_array_add(losses->tables, table);
	}
	for (guint n = 0; n < losses->release->cells->len; n++) {
		const UnionCell *cell = losses->release->cells->pdata[n];
		if (cell->table != NULL && !cell->missing)
			add_cell(losses, cell);
	}
	for (guint n = 0; n < losses->release->sums->len; n++)
		add_sum(losses, losses->release->sums->pdata[n]);
}

/* ── what is withheld ── */

static double share(double part, double whole)
{
	return whole > 0 ? 100 * part / whole : 0;
}

/* What readers call TABLE. */
static const char *title_of(const Table *table)
{
	return table->table->title_en != NULL ? table->table->title_en : table->table->name;
}

/* A column of names is at least so wide. */
enum { NAMES_WIDTH = 24 };

/* The letters of the longest title. */
static int title_width(const Losses *losses)
{
	glong width = NAMES_WIDTH;
	for (guint n = 0; n < losses->tables->len; n++)
		width = MAX(width, g_utf8_strlen(title_of(losses->tables->pdata[n]), -1));
	return (int)width;
}

static void tell_row(GString *text, const char *name, int width, guint figures, guint hidden,
		     guint primaries)
{
	g_string_append_printf(text, "  %-*s %9u %9u %9u %9u %10u %8.1f %%\n", width, name, figures,
			       figures - hidden, hidden, primaries, hidden - primaries,
			       share(hidden, figures));
}

static void tell_withheld(const Losses *losses, GString *text)
{
	guint figures = 0, hidden = 0, primaries = 0;
	int width = title_width(losses);
	g_string_append_printf(text, "  %-*s %9s %9s %9s %9s %10s %10s\n", width, "table",
			       "figures", "published", "withheld", "by a rule", "for others",
			       "withheld");
	for (guint n = 0; n < losses->tables->len; n++) {
		const Table *table = losses->tables->pdata[n];
		if (table->cells->len == 0)
			continue;
		tell_row(text, title_of(table), width, table->cells->len, table->hidden,
			 table->primaries);
		figures += table->cells->len;
		hidden += table->hidden;
		primaries += table->primaries;
	}
	tell_row(text, "all", width, figures, hidden, primaries);
}

/* ── the three ways ── */

static LossTable loss_table(const Table *table)
{
	return (LossTable){ table->table->name, (const guint *)(gpointer)table->cells->data,
			    table->cells->len };
}

/* What the three ways cost a table, and what is said of it. */
typedef struct {
	const char *table, *coarser;
	gint64 base;
	Loss ways[LOSS_WAYS];
} Choice;

static double lost(const Choice *choice, LossWay way)
{
	return share(choice->ways[way].bits_lost, choice->ways[way].bits);
}

static void tell_recommended(const Choice *choice, GString *text)
{
	switch (loss_recommend(choice->ways)) {
	case LOSS_COARSEN:
		g_string_append_printf(text, "take this table out of the plan, and publish '%s'\n",
				       choice->coarser);
		return;
	case LOSS_ROUND:
		g_string_append(text, "withhold; rounding would lose less, but rounded figures of "
				      "several releases can be averaged, so there are none\n");
		return;
	default:
		g_string_append(text, "withhold, as it is prepared\n");
	}
}

static void tell_brief(const Choice *choice, GString *text)
{
	const Loss *ways = choice->ways;
	g_string_append_printf(text, "  %s: withholding loses %.1f %%", choice->table,
			       lost(choice, LOSS_HIDE));
	if (ways[LOSS_ROUND].possible)
		g_string_append_printf(text, ", rounding to %" G_GINT64_FORMAT " %.1f %%",
				       choice->base, lost(choice, LOSS_ROUND));
	if (ways[LOSS_COARSEN].possible)
		g_string_append_printf(text, ", '%s' alone %.1f %%", choice->coarser,
				       lost(choice, LOSS_COARSEN));
	g_string_append(text, ". Recommended: ");
	tell_recommended(choice, text);
}

static void tell_in_full(const Choice *choice, GString *text)
{
	const Loss *ways = choice->ways;
	g_string_append_printf(
	    text,
	    "  %s, %u figures, which come to %" G_GINT64_FORMAT
	    "\n    withhold: %u are not told, of %" G_GINT64_FORMAT "; loses %.1f %%\n",
	    choice->table, ways[LOSS_HIDE].cells, ways[LOSS_HIDE].value, ways[LOSS_HIDE].lost,
	    ways[LOSS_HIDE].value_lost, lost(choice, LOSS_HIDE));
	if (ways[LOSS_ROUND].possible)
		g_string_append_printf(
		    text,
		    "    round to %" G_GINT64_FORMAT ": %u are not as they are; loses %.1f %%\n",
		    choice->base, ways[LOSS_ROUND].lost, lost(choice, LOSS_ROUND));
	else
		g_string_append(text, "    round: nothing was found that adds up\n");
	if (ways[LOSS_COARSEN].possible)
		g_string_append_printf(text, "    '%s' alone: all %u fall away; loses %.1f %%\n",
				       choice->coarser, ways[LOSS_COARSEN].lost,
				       lost(choice, LOSS_COARSEN));
	else
		g_string_append(text,
				"    a coarser table: the plan names none that has sums of it\n");
	g_string_append(text, "    recommended: ");
	tell_recommended(choice, text);
}

/* The one figure of EQUATION that all others add up to; NULL: there is none. */
static const StoreTerm *total_of(const StoreEquation *equation)
{
	const StoreTerm *total = NULL;
	guint totals = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		total = term->factor > 0 ? term : total;
		totals += term->factor > 0;
	}
	return totals == 1 ? total : NULL;
}

/* Adds totals of figures that are in TOLD to it; false when there was none to add. */
static bool add_totals(const Losses *losses, bool *told)
{
	bool added = false;
	for (guint n = 0; n < losses->store->equations->len; n++) {
		const StoreEquation *equation = losses->store->equations->pdata[n];
		const StoreTerm *total = total_of(equation);
		bool whole = total != NULL && !told[total->cell];
		for (guint m = 0; whole && m < equation->terms->len; m++) {
			const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, m);
			whole = term == total || told[term->cell];
		}
		if (whole)
			told[total->cell] = added = true;
	}
	return added;
}

/* The figures of COARSER that are sums of those of TABLE: what it tells of other things is nothing
 * that TABLE loses or keeps. Transfer full, of guint. */
static GArray *sums_of(const Losses *losses, const Table *table, const Table *coarser)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autofree bool *told = g_new0(bool, losses->store->cells->len + 1);
	for (guint n = 0; n < table->cells->len; n++)
		told[g_array_index(table->cells, guint, n)] = true;
	while (add_totals(losses, told))
		continue;
	for (guint n = 0; coarser != NULL && n < coarser->cells->len; n++) {
		guint cell = g_array_index(coarser->cells, guint, n);
		if (told[cell])
			g_array_append_val(cells, cell);
	}
	return cells;
}

static Choice choice_of(const Losses *losses, const Table *table, const Rounding *rounding,
			gint64 base)
{
	const Table *coarser = find_table(losses, table->table->coarser);
	g_autoptr(GArray) sums = sums_of(losses, table, coarser);
	LossTable cells = loss_table(table);
	LossTable kept = { table->table->coarser, (const guint *)(gpointer)sums->data, sums->len };
	return (Choice){
		.table = title_of(table),
		.coarser = coarser != NULL ? title_of(coarser) : table->table->coarser,
		.base = base,
		.ways = { [LOSS_HIDE] = loss_of_hiding(losses->store, cells),
			  [LOSS_ROUND] = loss_of_rounding(losses->store, rounding, base, cells),
			  [LOSS_COARSEN] = loss_of_coarsening(losses->store, cells, kept) },
	};
}

/* All tables at once, so that they still add up; NULL without *error where that is not possible. */
static Rounding *round_tables(const Losses *losses, gint64 base, GError **error)
{
	GError *fault = NULL;
	const RoundRule rule = { ROUND_ALL, base, ROUND_NODES };
	Rounding *rounding = round_store(losses->store, &rule, &fault);
	if (rounding == NULL && error_exit_code(fault) == SHUMAR_ERROR_DISCLOSURE)
		g_clear_error(&fault);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return rounding;
}

static bool tell_losses(const Losses *losses, gint64 base, GString *brief, GString *full,
			GError **error)
{
	static const char head[] =
	    "What that costs: how much of what a table would tell is lost, and by the other ways\n";
	GError *fault = NULL;
	g_autoptr(Rounding) rounding = round_tables(losses, base, &fault);
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	g_string_append(brief, head);
	g_string_append(full, head);
	for (guint n = 0; n < losses->tables->len; n++) {
		const Table *table = losses->tables->pdata[n];
		if (table->hidden == 0)
			continue;
		const Choice choice = choice_of(losses, table, rounding, base);
		tell_brief(&choice, brief);
		tell_in_full(&choice, full);
	}
	return true;
}

bool losses_tell(const UnionRelease *release, const Plan *plan, gint64 base, GString *brief,
		 GString *full, GError **error)
{
	g_auto(Losses) losses = { .release = release };
	guint hidden = 0;
	read_tables(&losses, plan);
	for (guint n = 0; n < losses.tables->len; n++)
		hidden += ((const Table *)losses.tables->pdata[n])->hidden;
	tell_withheld(&losses, brief);
	tell_withheld(&losses, full);
	return hidden == 0 || tell_losses(&losses, base, brief, full, error);
}
