#include "reports/disclosure/gate.h"

#include <stdlib.h>

#include "core/error.h"
#include "reports/disclosure/system.h"

/* Odds of one in two thousand million that a cell which can be otherwise is looked at in vain. */
static const gint64 PRIME = 2147483647;

typedef struct {
	const char *name; /* of the relation it began as */
	GArray *terms;    /* of StoreTerm by column */
	gint64 right;
	bool done; /* it has its pivot, or nothing is left of it */
} Row;

typedef struct {
	guint row;
	guint column;
} Pivot;

typedef struct {
	Row *rows;
	guint row_count, column_count;
	GPtrArray *holders; /* by column: GArray of rows that have or had it */
	GPtrArray *by_size; /* GArray of rows that have or had so many terms */
	GArray *pivots;     /* in the order of elimination */
	GError *fault;
} Elimination;

static StoreTerm *term(const Row *row, guint n)
{
	return &g_array_index(row->terms, StoreTerm, n);
}

/* ── lists ── */

static void free_list(gpointer data)
{
	g_array_unref(data);
}

static void note(GPtrArray *lists, guint at, guint row)
{
	while (lists->len <= at)
		g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(guint)));
	g_array_append_val(lists->pdata[at], row);
}

static Elimination *elimination_new(const System *system)
{
	Elimination *all = g_new0(Elimination, 1);
	all->row_count = system->relations->len;
	all->column_count = system->count;
	all->rows = g_new0(Row, all->row_count + 1);
	all->holders = g_ptr_array_new_with_free_func(free_list);
	all->by_size = g_ptr_array_new_with_free_func(free_list);
	all->pivots = g_array_new(FALSE, FALSE, sizeof(Pivot));
	for (guint column = 0; column < system->count; column++)
		g_ptr_array_add(all->holders, g_array_new(FALSE, FALSE, sizeof(guint)));
	for (guint n = 0; n < all->row_count; n++) {
		const SystemRelation *relation = system->relations->pdata[n];
		all->rows[n] =
		    (Row){ relation->name, g_array_copy(relation->terms), relation->right, false };
		note(all->by_size, relation->terms->len, n);
		for (guint t = 0; t < relation->terms->len; t++)
			note(all->holders, term(&all->rows[n], t)->cell, n);
	}
	return all;
}

static void elimination_free(Elimination *all)
{
	for (guint n = 0; n < all->row_count; n++)
		g_array_unref(all->rows[n].terms);
	g_free(all->rows);
	g_ptr_array_unref(all->holders);
	g_ptr_array_unref(all->by_size);
	g_array_unref(all->pivots);
	g_clear_error(&all->fault);
	g_free(all);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Elimination, elimination_free)

/* ── exact arithmetic of rows ── */

static gint64 common_factor(gint64 a, gint64 b)
{
	while (b != 0) {
		gint64 rest = a % b;
		a = b;
		b = rest;
	}
	return llabs(a);
}

static bool combine(gint64 by_own, gint64 own, gint64 by_other, gint64 other, gint64 *ret_sum)
{
	gint64 left, right;
	return !__builtin_mul_overflow(by_own, own, &left) &&
	       !__builtin_mul_overflow(by_other, other, &right) &&
	       !__builtin_sub_overflow(left, right, ret_sum);
}

static gint64 factor_of(const Row *row, guint column)
{
	guint from = 0, to = row->terms->len;
	while (from < to) {
		guint middle = (from + to) / 2;
		if (term(row, middle)->cell < column)
			from = middle + 1;
		else
			to = middle;
	}
	return from < row->terms->len && term(row, from)->cell == column ? term(row, from)->factor
									 : 0;
}

static void divide(Row *row)
{
	gint64 common = row->right;
	for (guint n = 0; n < row->terms->len && llabs(common) != 1; n++)
		common = common_factor(common, term(row, n)->factor);
	common = llabs(common);
	if (common <= 1)
		return;
	row->right /= common;
	for (guint n = 0; n < row->terms->len; n++)
		term(row, n)->factor /= common;
}

/* ROW less so much of PIVOT that COLUMN falls out of it. False when a number leaves 64 bits. */
static bool eliminate(Row *row, const Row *pivot, guint column)
{
	gint64 by_own = factor_of(pivot, column);
	gint64 by_other = factor_of(row, column);
	gint64 common = common_factor(by_own, by_other);
	by_own /= common;
	by_other /= common;
	GArray *terms =
	    g_array_sized_new(FALSE, FALSE, sizeof(StoreTerm), row->terms->len + pivot->terms->len);
	bool fits = combine(by_own, row->right, by_other, pivot->right, &row->right);
	guint a = 0, b = 0;
	while (a < row->terms->len || b < pivot->terms->len) {
		guint left = a < row->terms->len ? term(row, a)->cell : G_MAXUINT;
		guint right = b < pivot->terms->len ? term(pivot, b)->cell : G_MAXUINT;
		StoreTerm sum = { MIN(left, right), 0 };
		fits &= combine(by_own, left <= right ? term(row, a)->factor : 0, by_other,
				right <= left ? term(pivot, b)->factor : 0, &sum.factor);
		a += left <= right;
		b += right <= left;
		if (sum.factor != 0)
			g_array_append_val(terms, sum);
	}
	g_array_unref(row->terms);
	row->terms = terms;
	divide(row);
	return fits;
}

/* ── forward ── */

static void too_large(Elimination *all, const char *name)
{
	error_set(&all->fault, SHUMAR_ERROR_FAILED, "Look whether its factors are right.",
		  "cannot tell what follows from '%s': its numbers grow beyond 64 bits", name);
}

/* A row that is left, with the fewest terms. */
static bool shortest(Elimination *all, guint *ret_row)
{
	for (guint size = 0; size < all->by_size->len; size++) {
		GArray *list = all->by_size->pdata[size];
		while (list->len > 0) {
			guint row = g_array_index(list, guint, list->len - 1);
			g_array_set_size(list, list->len - 1);
			if (all->rows[row].done || all->rows[row].terms->len != size)
				continue;
			*ret_row = row;
			return true;
		}
	}
	return false;
}

/* The column of ROW that the fewest others have, one of factor 1 before all others. */
static guint best_column(const Elimination *all, const Row *row)
{
	const StoreTerm *best = term(row, 0);
	for (guint n = 1; n < row->terms->len; n++) {
		const StoreTerm *part = term(row, n);
		const GArray *holders = all->holders->pdata[part->cell];
		if ((llabs(part->factor) == 1) > (llabs(best->factor) == 1) ||
		    ((llabs(part->factor) == 1) == (llabs(best->factor) == 1) &&
		     holders->len < ((GArray *)all->holders->pdata[best->cell])->len))
			best = part;
	}
	return best->cell;
}

static void forget(Elimination *all, guint pivot_row, guint column)
{
	const Row *pivot = &all->rows[pivot_row];
	g_autoptr(GArray) holders = g_array_ref(all->holders->pdata[column]);
	for (guint n = 0; n < holders->len && all->fault == NULL; n++) {
		guint at = g_array_index(holders, guint, n);
		Row *row = &all->rows[at];
		if (row->done || factor_of(row, column) == 0)
			continue;
		for (guint t = 0; t < pivot->terms->len; t++)
			if (factor_of(row, term(pivot, t)->cell) == 0)
				note(all->holders, term(pivot, t)->cell, at);
		if (!eliminate(row, pivot, column))
			too_large(all, row->name);
		note(all->by_size, row->terms->len, at);
	}
}

static bool forward(Elimination *all)
{
	guint at;
	while (all->fault == NULL && shortest(all, &at)) {
		Row *row = &all->rows[at];
		row->done = true;
		if (row->terms->len == 0 && row->right != 0)
			system_contradicts(&all->fault, row->name);
		if (row->terms->len == 0)
			continue;
		Pivot pivot = { at, best_column(all, row) };
		g_array_append_val(all->pivots, pivot);
		forget(all, at, pivot.column);
	}
	return all->fault == NULL;
}

/* ── what cannot be otherwise ── */

static gint64 power(gint64 base, gint64 exponent)
{
	gint64 result = 1;
	for (; exponent > 0; exponent /= 2) {
		if (exponent % 2 == 1)
			result = result * base % PRIME;
		base = base * base % PRIME;
	}
	return result;
}

static gint64 drawn(guint64 seed)
{
	seed = (seed + 1) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	seed = (seed ^ (seed >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	seed = (seed ^ (seed >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return 1 + (gint64)((seed ^ (seed >> 31)) % (guint64)(PRIME - 1));
}

/* How each column moves when the free ones are drawn: 0 for those that follow. NULL on a fault.
 * Transfer full. */
static gint64 *moves(Elimination *all)
{
	g_autofree gint64 *moved = g_new(gint64, all->column_count + 1);
	for (guint column = 0; column < all->column_count; column++)
		moved[column] = drawn(column);
	for (guint n = all->pivots->len; n > 0; n--) {
		const Pivot *pivot = &g_array_index(all->pivots, Pivot, n - 1);
		const Row *row = &all->rows[pivot->row];
		gint64 own = factor_of(row, pivot->column) % PRIME;
		gint64 sum = 0;
		for (guint t = 0; t < row->terms->len; t++)
			if (term(row, t)->cell != pivot->column)
				sum = (sum +
				       term(row, t)->factor % PRIME * moved[term(row, t)->cell]) %
				      PRIME;
		if (own == 0) {
			too_large(all, row->name);
			return NULL;
		}
		own = own < 0 ? own + PRIME : own;
		sum = (PRIME - sum) % PRIME;
		moved[pivot->column] = sum * power(own, PRIME - 2) % PRIME;
	}
	return g_steal_pointer(&moved);
}

typedef struct {
	guint *ranks;   /* by column: place among the pivots + 1; 0: free */
	bool *known;    /* by column */
	gint64 *values; /* of the known */
} Derived;

/* Puts known columns into ROW; the first pivot after PLACE in it, by rank, or 0. */
static guint put_known_in(Row *row, const Derived *derived, guint place, bool *ret_fits)
{
	guint next = 0, kept = 0;
	for (guint n = 0; n < row->terms->len; n++) {
		StoreTerm part = *term(row, n);
		guint rank = derived->ranks[part.cell];
		if (derived->known[part.cell]) {
			*ret_fits &= combine(1, row->right, part.factor, derived->values[part.cell],
					     &row->right);
			continue;
		}
		*term(row, kept++) = part;
		if (rank > place && (next == 0 || rank < next))
			next = rank;
	}
	g_array_set_size(row->terms, kept);
	return next;
}

/* Derives the column of the pivot at PLACE, if it follows. */
static void derive(Elimination *all, guint place, Derived *derived)
{
	const Pivot *pivot = &g_array_index(all->pivots, Pivot, place - 1);
	Row row = all->rows[pivot->row];
	row.terms = g_array_copy(row.terms);
	bool fits = true;
	guint next;
	while ((next = put_known_in(&row, derived, place, &fits)) > 0 && fits) {
		const Pivot *other = &g_array_index(all->pivots, Pivot, next - 1);
		fits = eliminate(&row, &all->rows[other->row], other->column);
	}
	gint64 own = factor_of(&row, pivot->column);
	if (!fits)
		too_large(all, row.name);
	else if (row.terms->len == 1 && row.right % own != 0)
		system_contradicts(&all->fault, row.name);
	else if (row.terms->len == 1) {
		derived->known[pivot->column] = true;
		derived->values[pivot->column] = row.right / own;
	}
	g_array_unref(row.terms);
}

/* The last pivots first: their rows are the shortest way down. */
static void derive_all(Elimination *all, const gint64 *moved, Derived *derived)
{
	for (guint place = all->pivots->len; place > 0 && all->fault == NULL; place--)
		if (moved[g_array_index(all->pivots, Pivot, place - 1).column] == 0)
			derive(all, place, derived);
}

static GArray *derived_cells(const System *system, const Derived *derived)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(GateCell));
	for (guint column = 0; column < system->count; column++) {
		GateCell cell = { system->cells[column], derived->values[column] };
		if (derived->known[column])
			g_array_append_val(cells, cell);
	}
	return cells;
}

GArray *gate_derive(const Store *store, GError **error)
{
	g_autoptr(System) system = system_new(store, error);
	if (system == NULL)
		return NULL;
	g_autoptr(Elimination) all = elimination_new(system);
	g_autofree guint *ranks = g_new0(guint, system->count + 1);
	g_autofree bool *known = g_new0(bool, system->count + 1);
	g_autofree gint64 *values = g_new0(gint64, system->count + 1);
	g_autofree gint64 *moved = forward(all) ? moves(all) : NULL;
	Derived derived = { ranks, known, values };
	for (guint n = 0; n < all->pivots->len; n++)
		ranks[g_array_index(all->pivots, Pivot, n).column] = n + 1;
	if (moved != NULL)
		derive_all(all, moved, &derived);
	if (all->fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&all->fault));
		return NULL;
	}
	return derived_cells(system, &derived);
}
