#include "reports/disclosure/guess.h"

#include <math.h>
#include <string.h>

#include "reports/disclosure/guess_moves.h"
#include "reports/disclosure/walk.h"

/* Steps of a walk by unknown of its part, and at least; a part of them is left out at first. */
enum { STEPS_EACH = 300, STEPS_LEAST = 30000, STEPS_FIRST = 10 };
/* What has no end is drawn up to so much above where walks begin. */
enum { ROOM = 60 };
/* So many values around where a figure was are counted. */
enum { WINDOW = 64 };
/* Differences of so many tables of the audit are moves too: some are far. */
enum { TABLES_MOST = 60 };

/* ── what is printed ── */

/* The cells of STORE that some table has, with the bounds that follow of all it says, and the sums
 * of these cells alone. */
typedef struct {
	Store *store;
	guint *origin; /* by cell: that of the store it came from */
} Printed;

static void printed_clear(Printed *printed)
{
	store_free(printed->store);
	g_free(printed->origin);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Printed, printed_clear)

static void print_equation(Store *to, const StoreEquation *equation, const guint *places)
{
	guint count = equation->terms->len;
	g_autofree guint *cells = g_new(guint, count);
	g_autofree gint64 *factors = g_new(gint64, count);
	for (guint n = 0; n < count; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		if (places[term->cell] == 0)
			return;
		cells[n] = places[term->cell] - 1;
		factors[n] = term->factor;
	}
	store_equate(to, equation->name, cells, factors, count);
}

static bool print(const Store *store, Printed *printed, GError **error)
{
	g_autoptr(System) system = system_new(store, error);
	if (system == NULL || !system_narrow(system, error))
		return false;
	g_autofree guint *places = g_new0(guint, store->cells->len + 1);
	printed->store = store_new();
	printed->origin = g_new(guint, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *from = store_cell(store, n);
		if (from->state == CELL_UNPUBLISHED)
			continue;
		bool known = from->state == CELL_PUBLISHED;
		guint place = store_add(printed->store, from->key, known ? from->value : 0);
		StoreCell *to = store_cell(printed->store, place);
		to->state = from->state;
		if (!known) {
			to->least = system->low[system->places[n] - 1];
			to->most = system->high[system->places[n] - 1];
		}
		printed->origin[place] = n;
		places[n] = place + 1;
	}
	for (guint n = 0; n < store->equations->len; n++)
		print_equation(printed->store, store->equations->pdata[n], places);
	return true;
}

/* ── the walk over one part ── */

typedef struct {
	Walk way;
	gint64 *least, *most; /* met in all walks */
	gint64 *base;         /* the first value of the window */
	guint64 *since;       /* the step at which the value became what it is */
	guint64 *counts;      /* by column and value of the window: steps */
	guint64 step;
} Count;

static void count_clear(Count *count)
{
	walk_clear(&count->way);
	g_free(count->least);
	g_free(count->most);
	g_free(count->base);
	g_free(count->since);
	g_free(count->counts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Count, count_clear)

static void count_column(Count *count, guint column)
{
	gint64 now = count->way.now[column], place = now - count->base[column];
	if (place >= 0 && place < WINDOW)
		count->counts[(gsize)column * WINDOW + (gsize)place] +=
		    count->step - count->since[column];
	count->since[column] = count->step;
	count->least[column] = MIN(count->least[column], now);
	count->most[column] = MAX(count->most[column], now);
}

static void make_step(Count *count)
{
	Walk *walk = &count->way;
	gint64 times;
	const WalkMove *move = walk_choose(walk, &times);
	count->step++;
	for (guint n = 0; n < move->count && times != 0; n++)
		count_column(count, g_array_index(walk->columns, guint, move->columns + n));
	walk_make(walk, move, times);
}

/* From VALUES on; ret_shares by column and value of the window, whose first is walk->base. */
static void walk_from(Count *count, const gint64 *values, double *ret_shares)
{
	guint64 steps = MAX((guint64)STEPS_EACH * count->way.count, STEPS_LEAST);
	memcpy(count->way.now, values, count->way.count * sizeof(gint64));
	for (guint64 n = 0; n < steps / STEPS_FIRST; n++)
		make_step(count);
	memset(count->counts, 0, (gsize)count->way.count * WINDOW * sizeof(guint64));
	count->step = 0;
	memset(count->since, 0, count->way.count * sizeof(guint64));
	for (guint64 n = 0; n < steps; n++)
		make_step(count);
	for (guint column = 0; column < count->way.count; column++) {
		count_column(count, column);
		for (guint n = 0; n < WINDOW; n++)
			ret_shares[(gsize)column * WINDOW + n] =
			    (double)count->counts[(gsize)column * WINDOW + n] / (double)steps;
	}
}

/* ── one part ── */

typedef struct {
	const Printed *printed;
	const System *system; /* of the printed store */
	const SystemPart *part;
	const Tables *tables; /* of the store it came from */
} Part;

static guint origin_of(const Part *part, guint column)
{
	guint unknown = g_array_index(part->part->unknowns, guint, column);
	return part->printed->origin[part->system->cells[unknown]];
}

static gint64 *values_of(const Part *part, guint table)
{
	guint count = part->part->unknowns->len;
	gint64 *values = g_new(gint64, count);
	for (guint n = 0; n < count; n++)
		values[n] = tables_value(part->tables, table, origin_of(part, n));
	return values;
}

/* What differs between tables of the audit: moves that the short ones may not reach. */
static void add_differences(Walk *walk, const Part *part, const gint64 *first)
{
	guint count = MIN(tables_count(part->tables), (guint)TABLES_MOST);
	for (guint table = 1; table < count; table++) {
		g_autofree gint64 *values = values_of(part, table);
		walk_add_difference(walk, first, values);
	}
}

static void begin(Count *counted, const Part *part, const gint64 *first, const gint64 *last)
{
	Walk *walk = &counted->way;
	guint count = part->part->unknowns->len;
	walk_init(walk, count);
	counted->base = g_new(gint64, count);
	counted->least = g_memdup2(first, count * sizeof(gint64));
	counted->most = g_memdup2(first, count * sizeof(gint64));
	counted->since = g_new(guint64, count);
	counted->counts = g_new(guint64, (gsize)count * WINDOW);
	gint64 most = 0;
	for (guint n = 0; n < count; n++)
		most = MAX(most, MAX(first[n], last[n]));
	for (guint n = 0; n < count; n++) {
		guint unknown = g_array_index(part->part->unknowns, guint, n);
		gint64 high = part->system->high[unknown];
		walk->low[n] = part->system->low[unknown];
		walk->high[n] = high == CELL_NO_MOST ? most + ROOM : high;
		counted->base[n] = MAX(walk->low[n], (first[n] + last[n]) / 2 - WINDOW / 2);
		guint cell = part->system->cells[unknown];
		walk->seed =
		    walk->seed * 31 + g_str_hash(store_cell(part->printed->store, cell)->key);
	}
}

static void tell(Guess *guess, const Part *part, const Count *count, const double *one,
		 const double *two, gint64 threshold)
{
	for (guint column = 0; column < count->way.count; column++) {
		GuessBet bet = { origin_of(part, column), 0, 0, count->least[column],
				 count->most[column] };
		if (count->way.low[column] >= threshold)
			continue;
		for (guint n = 0; n < WINDOW; n++) {
			gsize at = (gsize)column * WINDOW + n;
			double share = (one[at] + two[at]) / 2;
			guess->apart = MAX(guess->apart, fabs(one[at] - two[at]));
			if (share > bet.share) {
				bet.share = share;
				bet.value = count->base[column] + n;
			}
		}
		g_array_append_val(guess->bets, bet);
	}
}

static bool guess_part(Guess *guess, const Part *part, gint64 threshold)
{
	g_autoptr(GPtrArray) moves = guess_moves(part->part);
	if (moves == NULL)
		return false;
	g_auto(Count) count = { 0 };
	Walk *walk = &count.way;
	g_autofree gint64 *first = values_of(part, 0);
	g_autofree gint64 *last = values_of(part, tables_count(part->tables) - 1);
	begin(&count, part, first, last);
	walk_add(walk, moves);
	add_differences(walk, part, first);
	gsize size = (gsize)walk->count * WINDOW;
	g_autofree double *one = g_new0(double, size);
	g_autofree double *two = g_new0(double, size);
	if (walk->moves->len > 0) {
		walk_from(&count, first, one);
		walk_from(&count, last, two);
	}
	tell(guess, part, &count, one, two, threshold);
	return true;
}

/* ── the whole ── */

Guess *guess_all(const Store *store, const Tables *tables, gint64 threshold, GError **error)
{
	g_auto(Printed) printed = { 0 };
	if (!print(store, &printed, error))
		return NULL;
	g_autoptr(System) system = system_new(printed.store, error);
	if (system == NULL || !system_narrow(system, error))
		return NULL;
	g_autoptr(Guess) guess = g_new0(Guess, 1);
	g_autoptr(GPtrArray) parts = system_parts(system);
	guess->bets = g_array_new(FALSE, FALSE, sizeof(GuessBet));
	guess->parts = parts->len;
	for (guint n = 0; n < parts->len; n++) {
		const Part part = { &printed, system, parts->pdata[n], tables };
		if (!guess_part(guess, &part, threshold)) {
			system_contradicts(error, "factors too large");
			return NULL;
		}
	}
	return g_steal_pointer(&guess);
}

void guess_free(Guess *guess)
{
	if (guess == NULL)
		return;
	g_array_unref(guess->bets);
	g_free(guess);
}
