#include "reports/disclosure/pattern.h"

#include <string.h>

__extension__ typedef unsigned __int128 Wide;

#define PRIME ((G_GUINT64_CONSTANT(1) << 61) - 1)

/* ── numbers modulo the prime ── */

static guint64 times(guint64 a, guint64 b)
{
	return (guint64)((Wide)a * b % PRIME);
}

static guint64 less(guint64 a, guint64 b)
{
	return a >= b ? a - b : a + PRIME - b;
}

static guint64 inverse(guint64 a)
{
	guint64 result = 1;
	for (guint64 power = PRIME - 2; power > 0; power >>= 1) {
		if (power & 1)
			result = times(result, a);
		a = times(a, a);
	}
	return result;
}

static guint64 number_of(gint64 factor)
{
	return factor >= 0 ? (guint64)factor % PRIME : PRIME - (guint64)(-factor) % PRIME;
}

/* ── rows of numbers: sparse, by column ── */

typedef struct {
	guint column;
	guint64 number;
} Entry;

typedef GArray Row; /* of Entry, by column, none of them 0 */

static guint64 entry(const Row *row, guint column)
{
	guint from = 0, to = row->len;
	while (from < to) {
		guint middle = (from + to) / 2;
		if (g_array_index(row, Entry, middle).column < column)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < row->len && g_array_index(row, Entry, from).column == column;
	return found ? g_array_index(row, Entry, from).number : 0;
}

/* ROW - FACTOR × OTHER. Transfer full; SPARE is used for it and becomes ROW's old room. */
static void subtract(Row **row, const Row *other, guint64 factor, Row **spare)
{
	Row *sum = *spare;
	g_array_set_size(sum, 0);
	guint left = 0, right = 0;
	while (left < (*row)->len || right < other->len) {
		const Entry *a = left < (*row)->len ? &g_array_index(*row, Entry, left) : NULL;
		const Entry *b = right < other->len ? &g_array_index(other, Entry, right) : NULL;
		Entry result;
		if (b == NULL || (a != NULL && a->column < b->column))
			result = *a;
		else
			result = (Entry){ b->column, less(0, times(factor, b->number)) };
		if (a != NULL && b != NULL && a->column == b->column)
			result.number = less(a->number, times(factor, b->number));
		left += a != NULL && a->column == result.column;
		right += b != NULL && b->column == result.column;
		if (result.number != 0)
			g_array_append_val(sum, result);
	}
	*spare = *row;
	*row = sum;
}

static bool is_multiple(const Row *row, const Row *other)
{
	if (row->len != other->len || row->len == 0)
		return false;
	const Entry *a = (const Entry *)(const void *)row->data;
	const Entry *b = (const Entry *)(const void *)other->data;
	guint64 ratio = times(a->number, inverse(b->number));
	for (guint n = 0; n < row->len; n++)
		if (a[n].column != b[n].column || a[n].number != times(ratio, b[n].number))
			return false;
	return true;
}

/* ── what every cell is in terms of those that are free ── */

typedef struct {
	Row **rows; /* by cell: its part in each free one; columns are cells */
	guint count;
	Row *spare;
} Kernel;

static Row *row_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(Entry));
}

static void put(Row *row, guint column, guint64 number)
{
	Entry one = { column, number };
	g_array_append_val(row, one);
}

/* The sum of EQUATION's cells, each in terms of the free ones. Transfer full. */
static Row *sum_of(Kernel *kernel, const StoreEquation *equation)
{
	Row *sum = row_new();
	for (guint n = 0; n < equation->terms->len; n++) {
		StoreTerm term = g_array_index(equation->terms, StoreTerm, n);
		subtract(&sum, kernel->rows[term.cell], number_of(-term.factor), &kernel->spare);
	}
	return sum;
}

/* Takes COLUMN out of all rows by PIVOT, which is nought. */
static void take_out(Kernel *kernel, const Row *pivot, guint column)
{
	guint64 unit = inverse(entry(pivot, column));
	for (guint n = 0; n < kernel->count; n++) {
		guint64 number = kernel->rows[n] != NULL ? entry(kernel->rows[n], column) : 0;
		if (number != 0)
			subtract(&kernel->rows[n], pivot, times(number, unit), &kernel->spare);
	}
}

/* Free cells are left where they are in no equation but as parts: totals are taken out first. */
static guint pivot_of(const Row *sum, const guint *uses)
{
	guint best = g_array_index(sum, Entry, 0).column;
	for (guint n = 1; n < sum->len; n++) {
		guint column = g_array_index(sum, Entry, n).column;
		if (uses[column] < uses[best])
			best = column;
	}
	return best;
}

/* In how many equations each cell is a part: those of most are the finest. */
static guint *count_uses(const Store *store)
{
	guint *uses = g_new0(guint, store->cells->len);
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		gint64 sum = 0;
		for (guint t = 0; t < equation->terms->len; t++)
			sum += g_array_index(equation->terms, StoreTerm, t).factor;
		for (guint t = 0; t < equation->terms->len; t++) {
			StoreTerm term = g_array_index(equation->terms, StoreTerm, t);
			if ((term.factor > 0) == (sum > 0))
				uses[term.cell]++;
		}
	}
	return uses;
}

static void kernel_init(Kernel *kernel, const Store *store)
{
	g_autofree guint *uses = count_uses(store);
	kernel->count = store->cells->len;
	kernel->rows = g_new(Row *, kernel->count);
	kernel->spare = row_new();
	for (guint n = 0; n < kernel->count; n++) {
		kernel->rows[n] = row_new();
		put(kernel->rows[n], n, 1);
	}
	for (guint n = 0; n < store->equations->len; n++) {
		Row *sum = sum_of(kernel, store->equations->pdata[n]);
		if (sum->len > 0)
			take_out(kernel, sum, pivot_of(sum, uses));
		g_array_unref(sum);
	}
}

static void kernel_clear(Kernel *kernel)
{
	for (guint n = 0; n < kernel->count; n++)
		g_clear_pointer(&kernel->rows[n], g_array_unref);
	g_free(kernel->rows);
	g_array_unref(kernel->spare);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Kernel, kernel_clear)

/* ── choosing ── */

typedef struct {
	guint cell;
	double cost;
	bool must;
} Candidate;

static gint by_cost(gconstpointer left, gconstpointer right)
{
	const Candidate *a = left, *b = right;
	if (a->must != b->must)
		return a->must ? -1 : 1;
	if (a->cost < b->cost || a->cost > b->cost)
		return a->cost > b->cost ? -1 : 1;
	return (a->cell < b->cell) - (a->cell > b->cell);
}

static GArray *list_candidates(const Store *store, const double *costs, const bool *can)
{
	GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
	for (guint n = 0; n < store->cells->len; n++) {
		Candidate candidate = { n, costs[n], !can[n] };
		if (store_cell(store, n)->state == CELL_PUBLISHED)
			g_array_append_val(candidates, candidate);
	}
	g_array_sort(candidates, by_cost);
	return candidates;
}

static bool gives_away(const Kernel *kernel, const bool *secret, guint candidate)
{
	for (guint n = 0; n < kernel->count; n++)
		if (secret[n] && is_multiple(kernel->rows[n], kernel->rows[candidate]))
			return true;
	return false;
}

/* Drops rows that are asked no more, and gives the published one's row. Transfer full. */
static Row *publish(Kernel *kernel, guint cell)
{
	return g_steal_pointer(&kernel->rows[cell]);
}

/* The column of ROW that the fewest other rows have would be best; the last is near it, since finer
 * cells are shared by fewer, and costs nothing to find. */
static guint column_of(const Row *row)
{
	return g_array_index(row, Entry, row->len - 1).column;
}

bool *pattern_choose(const Store *store, const ProtectRules *rules, const double *costs,
		     const bool *can)
{
	g_auto(Kernel) kernel;
	kernel_init(&kernel, store);
	g_autofree bool *secret = g_new0(bool, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		bool finer = cell->state == CELL_UNPUBLISHED;
		secret[n] = cell->state == CELL_HIDDEN ||
			    (finer && cell->value > 0 && cell->value < rules->threshold);
		if (finer && !secret[n])
			g_clear_pointer(&kernel.rows[n], g_array_unref);
	}
	bool *chosen = g_new0(bool, store->cells->len);
	g_autoptr(GArray) candidates = list_candidates(store, costs, can);
	for (guint n = 0; n < candidates->len; n++) {
		Candidate candidate = g_array_index(candidates, Candidate, n);
		chosen[candidate.cell] =
		    !candidate.must && gives_away(&kernel, secret, candidate.cell);
		g_autoptr(GArray) row = publish(&kernel, candidate.cell);
		if (!chosen[candidate.cell] && row->len > 0)
			take_out(&kernel, row, column_of(row));
	}
	return chosen;
}
