#include "reports/disclosure/guess.h"

#include <math.h>
#include <string.h>

#include "reports/disclosure/guess_moves.h"

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
	guint columns; /* first of the move in columns and factors */
	guint count;
} WalkMove;

typedef struct {
	guint count;
	gint64 *low, *high;
	GArray *moves;             /* of WalkMove */
	GArray *columns, *factors; /* guint, gint64 */
	guint64 seed;
	/* of one walk */
	gint64 *now;
	gint64 *least, *most; /* met in all walks */
	gint64 *base;         /* the first value of the window */
	guint64 *since;       /* the step at which the value became what it is */
	guint64 *counts;      /* by column and value of the window: steps */
	guint64 step;
} Walk;

static void walk_clear(Walk *walk)
{
	g_free(walk->low);
	g_free(walk->high);
	g_array_unref(walk->moves);
	g_array_unref(walk->columns);
	g_array_unref(walk->factors);
	g_free(walk->now);
	g_free(walk->least);
	g_free(walk->most);
	g_free(walk->base);
	g_free(walk->since);
	g_free(walk->counts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

static guint64 draw(Walk *walk)
{
	guint64 mixed = walk->seed += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return mixed ^ (mixed >> 31);
}

static void add_term(Walk *walk, guint column, gint64 factor)
{
	g_array_append_val(walk->columns, column);
	g_array_append_val(walk->factors, factor);
}

static void end_move(Walk *walk, guint from)
{
	WalkMove move = { from, walk->columns->len - from };
	if (move.count > 0)
		g_array_append_val(walk->moves, move);
}

static void add_moves(Walk *walk, const GPtrArray *moves)
{
	for (guint n = 0; n < moves->len; n++) {
		const GArray *terms = moves->pdata[n];
		guint from = walk->columns->len;
		for (guint t = 0; t < terms->len; t++) {
			StoreTerm term = g_array_index(terms, StoreTerm, t);
			add_term(walk, term.cell, term.factor);
		}
		end_move(walk, from);
	}
}

/* How often the move can be made from where the walk is: from, to. */
static void reach(const Walk *walk, const WalkMove *move, gint64 *ret_low, gint64 *ret_high)
{
	const guint *columns = &g_array_index(walk->columns, guint, move->columns);
	const gint64 *factors = &g_array_index(walk->factors, gint64, move->columns);
	gint64 low = G_MININT64, high = G_MAXINT64;
	for (guint n = 0; n < move->count; n++) {
		gint64 below = walk->now[columns[n]] - walk->low[columns[n]];
		gint64 above = walk->high[columns[n]] - walk->now[columns[n]];
		gint64 size = factors[n] > 0 ? factors[n] : -factors[n];
		gint64 down = (factors[n] > 0 ? below : above) / size;
		gint64 up = (factors[n] > 0 ? above : below) / size;
		low = MAX(low, -down);
		high = MIN(high, up);
	}
	*ret_low = low;
	*ret_high = high;
}

static void count_column(Walk *walk, guint column)
{
	gint64 place = walk->now[column] - walk->base[column];
	if (place >= 0 && place < WINDOW)
		walk->counts[(gsize)column * WINDOW + (gsize)place] +=
		    walk->step - walk->since[column];
	walk->since[column] = walk->step;
	walk->least[column] = MIN(walk->least[column], walk->now[column]);
	walk->most[column] = MAX(walk->most[column], walk->now[column]);
}

static void make_step(Walk *walk)
{
	const WalkMove *move =
	    &g_array_index(walk->moves, WalkMove, (guint)(draw(walk) % walk->moves->len));
	gint64 low, high;
	reach(walk, move, &low, &high);
	guint64 choices = (guint64)(high - low) + 1;
	g_assert(choices > 0); /* each move has a column, and each column two bounds */
	gint64 times = low + (gint64)(draw(walk) % choices);
	walk->step++;
	for (guint n = 0; n < move->count && times != 0; n++) {
		guint column = g_array_index(walk->columns, guint, move->columns + n);
		count_column(walk, column);
		walk->now[column] +=
		    times * g_array_index(walk->factors, gint64, move->columns + n);
	}
}

/* From VALUES on; ret_shares by column and value of the window, whose first is walk->base. */
static void walk_from(Walk *walk, const gint64 *values, double *ret_shares)
{
	guint64 steps = MAX((guint64)STEPS_EACH * walk->count, STEPS_LEAST);
	memcpy(walk->now, values, walk->count * sizeof(gint64));
	for (guint64 n = 0; n < steps / STEPS_FIRST; n++)
		make_step(walk);
	memset(walk->counts, 0, (gsize)walk->count * WINDOW * sizeof(guint64));
	walk->step = 0;
	memset(walk->since, 0, walk->count * sizeof(guint64));
	for (guint64 n = 0; n < steps; n++)
		make_step(walk);
	for (guint column = 0; column < walk->count; column++) {
		count_column(walk, column);
		for (guint n = 0; n < WINDOW; n++)
			ret_shares[(gsize)column * WINDOW + n] =
			    (double)walk->counts[(gsize)column * WINDOW + n] / (double)steps;
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
		guint from = walk->columns->len;
		for (guint n = 0; n < walk->count; n++)
			if (values[n] != first[n])
				add_term(walk, n, values[n] - first[n]);
		end_move(walk, from);
	}
}

static void begin(Walk *walk, const Part *part, const gint64 *first, const gint64 *last)
{
	guint count = part->part->unknowns->len;
	walk->count = count;
	walk->low = g_new(gint64, count);
	walk->high = g_new(gint64, count);
	walk->now = g_new(gint64, count);
	walk->base = g_new(gint64, count);
	walk->least = g_memdup2(first, count * sizeof(gint64));
	walk->most = g_memdup2(first, count * sizeof(gint64));
	walk->since = g_new(guint64, count);
	walk->counts = g_new(guint64, (gsize)count * WINDOW);
	walk->moves = g_array_new(FALSE, FALSE, sizeof(WalkMove));
	walk->columns = g_array_new(FALSE, FALSE, sizeof(guint));
	walk->factors = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint64 most = 0;
	for (guint n = 0; n < count; n++)
		most = MAX(most, MAX(first[n], last[n]));
	for (guint n = 0; n < count; n++) {
		guint unknown = g_array_index(part->part->unknowns, guint, n);
		gint64 high = part->system->high[unknown];
		walk->low[n] = part->system->low[unknown];
		walk->high[n] = high == CELL_NO_MOST ? most + ROOM : high;
		walk->base[n] = MAX(walk->low[n], (first[n] + last[n]) / 2 - WINDOW / 2);
		guint cell = part->system->cells[unknown];
		walk->seed =
		    walk->seed * 31 + g_str_hash(store_cell(part->printed->store, cell)->key);
	}
}

static void tell(Guess *guess, const Part *part, const Walk *walk, const double *one,
		 const double *two, gint64 threshold)
{
	for (guint column = 0; column < walk->count; column++) {
		GuessBet bet = { origin_of(part, column), 0, 0, walk->least[column],
				 walk->most[column] };
		if (walk->low[column] >= threshold)
			continue;
		for (guint n = 0; n < WINDOW; n++) {
			gsize at = (gsize)column * WINDOW + n;
			double share = (one[at] + two[at]) / 2;
			guess->apart = MAX(guess->apart, fabs(one[at] - two[at]));
			if (share > bet.share) {
				bet.share = share;
				bet.value = walk->base[column] + n;
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
	g_auto(Walk) walk = { 0 };
	g_autofree gint64 *first = values_of(part, 0);
	g_autofree gint64 *last = values_of(part, tables_count(part->tables) - 1);
	begin(&walk, part, first, last);
	add_moves(&walk, moves);
	add_differences(&walk, part, first);
	gsize size = (gsize)walk.count * WINDOW;
	g_autofree double *one = g_new0(double, size);
	g_autofree double *two = g_new0(double, size);
	if (walk.moves->len > 0) {
		walk_from(&walk, first, one);
		walk_from(&walk, last, two);
	}
	tell(guess, part, &walk, one, two, threshold);
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
