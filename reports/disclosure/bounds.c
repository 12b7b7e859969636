#include "reports/disclosure/bounds.h"

#include <math.h>
#include <string.h>

#include "reports/disclosure/solver.h"

#define LARGEST      ((gint64)1000000000) /* the checker's: no count is above it */
#define FACTOR_MOST  1000
#define ROUNDS       100 /* of the checker */
#define DIVISOR_MOST 60  /* combinations in fractions of up to a sixtieth are made whole */
#define NEAR         1e-6

typedef struct {
	const Store *store;
	GPtrArray *sums; /* GArray of StoreTerm; those of the store borrowed */
	guint own;       /* from here on they are found ones */
	gint64 *low, *high;
	GArray **of_cell; /* guint: sums of the store that a cell which is not published is in */
} Bounds;

/* ── the checker's arithmetic ── */
static gint64 floor_of(gint64 number, gint64 by)
{
	g_assert(by > 0); /* factors are never 0 */
	return number / by - (number % by < 0);
}

/* Narrows the cells of one sum, as the checker does. */
static bool narrow(Bounds *bounds, const GArray *terms)
{
	gint64 low = 0, high = 0;
	bool moved = false;
	for (guint n = 0; n < terms->len; n++) {
		const StoreTerm *term = &g_array_index(terms, StoreTerm, n);
		gint64 a = term->factor * bounds->low[term->cell];
		gint64 b = term->factor * bounds->high[term->cell];
		low += MIN(a, b);
		high += MAX(a, b);
	}
	for (guint n = 0; n < terms->len; n++) {
		const StoreTerm *term = &g_array_index(terms, StoreTerm, n);
		gint64 *cell_low = &bounds->low[term->cell], *cell_high = &bounds->high[term->cell];
		gint64 size = ABS(term->factor);
		gint64 up = term->factor > 0 ? -low : high, down = term->factor > 0 ? high : -low;
		gint64 most = floor_of(up + size * *cell_low, size);
		gint64 least = -floor_of(down - size * *cell_high, size);
		moved = moved || most < *cell_high || least > *cell_low;
		*cell_high = MIN(*cell_high, most);
		*cell_low = MAX(*cell_low, least);
	}
	return moved;
}

static void narrow_all(Bounds *bounds)
{
	bool moved = true;
	for (int round = 0; moved && round < ROUNDS; round++) {
		moved = false;
		for (guint n = 0; n < bounds->sums->len; n++)
			moved = narrow(bounds, g_ptr_array_index(bounds->sums, n)) || moved;
	}
}

static bool is_open(const Bounds *bounds, guint cell)
{
	return store_cell(bounds->store, cell)->state != CELL_PUBLISHED;
}

static Bounds bounds_begin(const Store *store)
{
	guint count = store->cells->len;
	Bounds bounds = { store,
			  g_ptr_array_new(),
			  0,
			  g_new(gint64, count + 1),
			  g_new(gint64, count + 1),
			  g_new0(GArray *, count + 1) };
	for (guint cell = 0; cell < count; cell++) {
		const StoreCell *at = store_cell(store, cell);
		bool open = at->state != CELL_PUBLISHED;
		bounds.low[cell] = open ? at->least : at->value;
		bounds.high[cell] = open ? MIN(at->most, LARGEST) : at->value;
		if (open)
			bounds.of_cell[cell] = g_array_new(FALSE, FALSE, sizeof(guint));
	}
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = g_ptr_array_index(store->equations, n);
		g_ptr_array_add(bounds.sums, equation->terms);
		for (guint at = 0; at < equation->terms->len; at++) {
			guint cell = g_array_index(equation->terms, StoreTerm, at).cell;
			if (is_open(&bounds, cell))
				g_array_append_val(bounds.of_cell[cell], n);
		}
	}
	bounds.own = bounds.sums->len;
	return bounds;
}

static void bounds_end(Bounds *bounds)
{
	for (guint cell = 0; cell < bounds->store->cells->len; cell++) {
		if (bounds->of_cell[cell] != NULL)
			g_array_unref(bounds->of_cell[cell]);
	}
	g_free(bounds->of_cell);
	g_free(bounds->low);
	g_free(bounds->high);
	g_ptr_array_unref(bounds->sums);
}

/* ── the part of the system that a cell is in ── */
typedef struct {
	GArray *cells;      /* guint, the asked one first */
	GArray *sums;       /* guint */
	GHashTable *places; /* cell + 1 → place in cells + 1 */
} Part;

static void part_clear(Part *part)
{
	g_array_unref(part->cells);
	g_array_unref(part->sums);
	g_hash_table_unref(part->places);
}

static void part_take(Part *part, guint cell)
{
	if (g_hash_table_contains(part->places, GUINT_TO_POINTER(cell + 1)))
		return;
	g_array_append_val(part->cells, cell);
	g_hash_table_insert(part->places, GUINT_TO_POINTER(cell + 1),
			    GUINT_TO_POINTER(part->cells->len));
}

static guint part_place(const Part *part, guint cell)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(part->places, GUINT_TO_POINTER(cell + 1))) - 1;
}

/* Cells that the bounds have fixed bind nothing together. */
static bool is_loose(const Bounds *bounds, guint cell)
{
	return is_open(bounds, cell) && bounds->low[cell] < bounds->high[cell];
}

/* What is around ASKED: up to MOST sums, with all their cells. */
static Part part_of(const Bounds *bounds, guint asked, guint most)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	Part part = { g_array_new(FALSE, FALSE, sizeof(guint)),
		      g_array_new(FALSE, FALSE, sizeof(guint)), g_hash_table_new(NULL, NULL) };
	part_take(&part, asked);
	for (guint at = 0; at < part.cells->len; at++) {
		const GArray *sums = bounds->of_cell[g_array_index(part.cells, guint, at)];
		for (guint n = 0; n < sums->len; n++) {
			guint sum = g_array_index(sums, guint, n);
			const GArray *terms = g_ptr_array_index(bounds->sums, sum);
			if (part.sums->len >= most ||
			    !g_hash_table_add(seen, GUINT_TO_POINTER(sum + 1)))
				continue;
			g_array_append_val(part.sums, sum);
			for (guint m = 0; m < terms->len; m++) {
				guint cell = g_array_index(terms, StoreTerm, m).cell;
				if (is_loose(bounds, cell))
					part_take(&part, cell);
			}
		}
	}
	return part;
}

/* ── the combination ── */
/* Columns of the program: a factor of each sum, then for each cell what of it is left above and
 * below nought in the combination. The asked cell has -1 in it (1 for its most), so that it is what
 * all others add to; the best is the bound that the combination shows. */
typedef struct {
	const Bounds *bounds;
	const Part *part;
	int sign;                     /* 1: the least of the asked cell; -1: the most */
	GPtrArray *columns, *factors; /* of each cell's row: GArray of guint, double */
	double *constants;            /* of each sum: what is fixed in it */
} Program;

static void program_begin(Program *program)
{
	const Part *part = program->part;
	const Bounds *bounds = program->bounds;
	program->columns = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	program->factors = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	program->constants = g_new0(double, part->sums->len + 1);
	for (guint n = 0; n < part->cells->len; n++) {
		g_ptr_array_add(program->columns, g_array_new(FALSE, FALSE, sizeof(guint)));
		g_ptr_array_add(program->factors, g_array_new(FALSE, FALSE, sizeof(double)));
	}
	for (guint n = 0; n < part->sums->len; n++) {
		const GArray *terms =
		    g_ptr_array_index(bounds->sums, g_array_index(part->sums, guint, n));
		for (guint at = 0; at < terms->len; at++) {
			const StoreTerm *term = &g_array_index(terms, StoreTerm, at);
			double factor = (double)term->factor;
			guint place = part_place(part, term->cell);
			if (place == G_MAXUINT) {
				program->constants[n] += factor * (double)bounds->low[term->cell];
				continue;
			}
			g_array_append_val(g_ptr_array_index(program->columns, place), n);
			g_array_append_val(g_ptr_array_index(program->factors, place), factor);
		}
	}
}

static void program_end(Program *program)
{
	g_ptr_array_unref(program->columns);
	g_ptr_array_unref(program->factors);
	g_free(program->constants);
}

/* The row of the cell at PLACE: its factor in the combination is what is above less below. */
static void put_row(const Program *program, Solver *solver, guint place)
{
	GArray *columns = g_ptr_array_index(program->columns, place);
	GArray *factors = g_ptr_array_index(program->factors, place);
	guint cell = g_array_index(program->part->cells, guint, place);
	if (place == 0) {
		solver_row(solver, (const guint *)columns->data, (const double *)factors->data,
			   columns->len, -program->sign, -program->sign);
		return;
	}
	double low = (double)program->bounds->low[cell], high = (double)program->bounds->high[cell];
	const double minus = -1.0, plus = 1.0;
	guint above = solver_column(solver, 0.0, INFINITY);
	guint below = solver_column(solver, 0.0, INFINITY);
	solver_cost(solver, above, -low);
	solver_cost(solver, below, high);
	g_array_append_val(columns, above);
	g_array_append_val(factors, minus);
	g_array_append_val(columns, below);
	g_array_append_val(factors, plus);
	solver_row(solver, (const guint *)columns->data, (const double *)factors->data,
		   columns->len, 0.0, 0.0);
}

/* The factors of the part's sums in the best combination; NULL when there is none. */
static double *best_factors(Program *program)
{
	g_autoptr(Solver) solver = solver_new();
	guint sums = program->part->sums->len;
	for (guint n = 0; n < sums; n++) {
		guint column = solver_column(solver, -INFINITY, INFINITY);
		solver_cost(solver, column, -program->constants[n]);
	}
	for (guint place = 0; place < program->part->cells->len; place++)
		put_row(program, solver, place);
	if (solver_run(solver, 0) != SOLVER_BEST)
		return NULL;
	double *factors = g_new(double, sums + 1);
	for (guint n = 0; n < sums; n++)
		factors[n] = solver_value(solver, n);
	return factors;
}

/* Makes COUNT FACTORS whole, times a divisor; false when none up to the limit does. */
static bool make_whole(const double *factors, guint count, gint64 *ret_whole)
{
	for (int divisor = 1; divisor <= DIVISOR_MOST; divisor++) {
		bool whole = true;
		for (guint n = 0; whole && n < count; n++) {
			double times = factors[n] * divisor;
			ret_whole[n] = (gint64)llround(times);
			whole = fabs(times - (double)ret_whole[n]) < NEAR &&
				ABS(ret_whole[n]) <= FACTOR_MOST;
		}
		if (whole)
			return true;
	}
	return false;
}

static gint by_cell(gconstpointer a, gconstpointer b)
{
	const StoreTerm *left = a, *right = b;
	return left->cell < right->cell ? -1 : left->cell > right->cell;
}

/* The sum of WHOLE times each sum of PART; NULL when a factor would be too large for the checker.
 * Transfer full. */
static GArray *combination(const Bounds *bounds, const Part *part, const gint64 *whole)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < part->sums->len; n++) {
		const GArray *sum =
		    g_ptr_array_index(bounds->sums, g_array_index(part->sums, guint, n));
		for (guint at = 0; whole[n] != 0 && at < sum->len; at++) {
			StoreTerm term = g_array_index(sum, StoreTerm, at);
			term.factor *= whole[n];
			g_array_append_val(all, term);
		}
	}
	g_array_sort(all, by_cell);
	for (guint n = 0; n < all->len;) {
		StoreTerm term = g_array_index(all, StoreTerm, n);
		for (n++; n < all->len && g_array_index(all, StoreTerm, n).cell == term.cell; n++)
			term.factor += g_array_index(all, StoreTerm, n).factor;
		if (ABS(term.factor) > FACTOR_MOST)
			return NULL;
		if (term.factor != 0)
			g_array_append_val(terms, term);
	}
	return terms->len > 0 ? g_steal_pointer(&terms) : NULL;
}

/* The combination of up to MOST sums that shows most of the least (SIGN 1) or the most (-1) of
 * ASKED. */
static GArray *best_sum(const Bounds *bounds, guint asked, int sign, guint most)
{
	Part part = part_of(bounds, asked, most);
	Program program = { .bounds = bounds, .part = &part, .sign = sign };
	program_begin(&program);
	g_autofree double *factors = best_factors(&program);
	g_autofree gint64 *whole = g_new0(gint64, part.sums->len + 1);
	GArray *sum = factors != NULL && make_whole(factors, part.sums->len, whole)
			  ? combination(bounds, &part, whole)
			  : NULL;
	program_end(&program);
	part_clear(&part);
	return sum;
}

/* ── which ── */
static bool is_shown(const Bounds *bounds, const AttackRule *rule, guint cell)
{
	return bounds->low[cell] >= rule->threshold || bounds->high[cell] == 0;
}

static gint by_key(gconstpointer a, gconstpointer b, gpointer data)
{
	return g_strcmp0(store_cell(data, *(const guint *)a)->key,
			 store_cell(data, *(const guint *)b)->key);
}

/* Cells that vary too little in the tables, by key. */
static GArray *narrow_cells(const Store *store, const Tables *tables, const AttackRule *rule)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint cell = 0; cell < store->cells->len && tables_count(tables) > 0; cell++) {
		gint64 low = 0, high = 0;
		if (store_cell(store, cell)->state == CELL_PUBLISHED)
			continue;
		tables_range(tables, cell, &low, &high);
		if (high - low < rule->width && (low >= rule->threshold || high == 0))
			g_array_append_val(cells, cell);
	}
	g_array_sort_with_data(cells, by_key, (gpointer)(gsize)store);
	return cells;
}

/* Whether SUM, which is taken, shows CELL; else it is let go, and all is as it was. */
static bool shows(Bounds *bounds, const AttackRule *rule, guint cell, GArray *sum)
{
	gsize bytes = bounds->store->cells->len * sizeof(gint64);
	g_autofree gint64 *low = g_memdup2(bounds->low, bytes);
	g_autofree gint64 *high = g_memdup2(bounds->high, bytes);
	g_ptr_array_add(bounds->sums, sum);
	narrow_all(bounds);
	if (is_shown(bounds, rule, cell))
		return true;
	memcpy(bounds->low, low, bytes);
	memcpy(bounds->high, high, bytes);
	g_ptr_array_set_size(bounds->sums, (gint)bounds->sums->len - 1);
	g_array_unref(sum);
	return false;
}

/* Few sums around the cell first, then more: programs of all of them are large. */
static void show(Bounds *bounds, const Tables *tables, const AttackRule *rule, guint cell)
{
	static const guint most[] = { 20, 200, G_MAXUINT };
	gint64 low = 0, high = 0;
	tables_range(tables, cell, &low, &high);
	for (size_t n = 0; n < G_N_ELEMENTS(most); n++) {
		GArray *sum = best_sum(bounds, cell, low >= rule->threshold ? 1 : -1, most[n]);
		if (sum != NULL && shows(bounds, rule, cell, sum))
			return;
	}
}

GPtrArray *bounds_sums(const Store *store, const Tables *tables, const AttackRule *rule)
{
	GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_autoptr(GArray) cells = narrow_cells(store, tables, rule);
	if (cells->len == 0)
		return found;
	Bounds bounds = bounds_begin(store);
	narrow_all(&bounds);
	for (guint n = 0; n < cells->len; n++) {
		guint cell = g_array_index(cells, guint, n);
		if (!is_shown(&bounds, rule, cell))
			show(&bounds, tables, rule, cell);
	}
	for (guint n = bounds.own; n < bounds.sums->len; n++)
		g_ptr_array_add(found, g_ptr_array_index(bounds.sums, n));
	bounds_end(&bounds);
	return found;
}
