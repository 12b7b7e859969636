#include "reports/disclosure/guess_moves.h"

#include <stdlib.h>

/* Sums of two moves that are kept at most. */
enum { PAIRS_MOST = 20000 };
/* Factors beyond are given up. */
static const gint64 LARGEST = G_GINT64_CONSTANT(1) << 24;

typedef struct {
	guint columns;
	GPtrArray
	    *rows;      /* GArray of StoreTerm, by column; each has a pivot that no other row has */
	GArray *pivots; /* guint, by row */
	guint *uses;    /* by column: in how many relations it is */
	bool overflows;
} Echelon;

static StoreTerm term_at(const GArray *row, guint n)
{
	return g_array_index(row, StoreTerm, n);
}

/* FACTOR of COLUMN in ROW; 0: it is not there. */
static gint64 factor_of(const GArray *row, guint column)
{
	guint from = 0, to = row->len;
	while (from < to) {
		guint middle = (from + to) / 2;
		if (term_at(row, middle).cell < column)
			from = middle + 1;
		else
			to = middle;
	}
	return from < row->len && term_at(row, from).cell == column ? term_at(row, from).factor : 0;
}

static gint64 common_factor(gint64 a, gint64 b)
{
	a = llabs(a);
	b = llabs(b);
	while (b != 0) {
		gint64 rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static void divide_out(GArray *row)
{
	gint64 common = 0;
	for (guint n = 0; n < row->len && common != 1; n++)
		common = common_factor(common, term_at(row, n).factor);
	for (guint n = 0; n < row->len && common > 1; n++)
		g_array_index(row, StoreTerm, n).factor /= common;
}

/* A × ONE + B × TWO, by column, without what comes to nought. Transfer full. */
static GArray *combine(const GArray *one, gint64 a, const GArray *two, gint64 b)
{
	GArray *sum = g_array_sized_new(FALSE, FALSE, sizeof(StoreTerm), one->len + two->len);
	for (guint n = 0, m = 0; n < one->len || m < two->len;) {
		StoreTerm term = { 0, 0 };
		guint left = n < one->len ? term_at(one, n).cell : G_MAXUINT;
		guint right = m < two->len ? term_at(two, m).cell : G_MAXUINT;
		term.cell = MIN(left, right);
		if (left == term.cell)
			term.factor += a * term_at(one, n++).factor;
		if (right == term.cell)
			term.factor += b * term_at(two, m++).factor;
		if (term.factor != 0)
			g_array_append_val(sum, term);
	}
	return sum;
}

/* ── elimination ── */

/* ROW without COLUMN, by OTHER, which has it. Transfer full. */
static GArray *without(Echelon *echelon, const GArray *row, const GArray *other, guint column)
{
	gint64 in_row = factor_of(row, column), in_other = factor_of(other, column);
	gint64 common = common_factor(in_row, in_other);
	GArray *less = combine(row, in_other / common, other, -in_row / common);
	divide_out(less);
	for (guint n = 0; n < less->len; n++)
		echelon->overflows |= llabs(term_at(less, n).factor) > LARGEST;
	return less;
}

/* The column to take out of all other rows: of factor 1 if there is one, in few relations. */
static guint choose_pivot(const Echelon *echelon, const GArray *row)
{
	guint best = 0;
	for (guint n = 1; n < row->len; n++) {
		gint64 size = llabs(term_at(row, n).factor);
		gint64 least = llabs(term_at(row, best).factor);
		guint uses = echelon->uses[term_at(row, n).cell];
		if (size < least ||
		    (size == least && uses < echelon->uses[term_at(row, best).cell]))
			best = n;
	}
	return term_at(row, best).cell;
}

static void add_row(Echelon *echelon, const GArray *terms)
{
	g_autoptr(GArray) row = g_array_copy((GArray *)(gsize)terms);
	for (guint n = 0; n < echelon->rows->len && !echelon->overflows; n++) {
		guint pivot = g_array_index(echelon->pivots, guint, n);
		if (factor_of(row, pivot) == 0)
			continue;
		GArray *less = without(echelon, row, echelon->rows->pdata[n], pivot);
		g_array_unref(row);
		row = less;
	}
	if (row->len == 0 || echelon->overflows)
		return;
	guint pivot = choose_pivot(echelon, row);
	for (guint n = 0; n < echelon->rows->len; n++) {
		GArray *other = echelon->rows->pdata[n];
		if (factor_of(other, pivot) == 0)
			continue;
		echelon->rows->pdata[n] = without(echelon, other, row, pivot);
		g_array_unref(other);
	}
	g_array_append_val(echelon->pivots, pivot);
	g_ptr_array_add(echelon->rows, g_steal_pointer(&row));
}

static gint by_length(gconstpointer left, gconstpointer right)
{
	const SystemRelation *a = *(const SystemRelation *const *)left;
	const SystemRelation *b = *(const SystemRelation *const *)right;
	return (a->terms->len > b->terms->len) - (a->terms->len < b->terms->len);
}

static void eliminate(Echelon *echelon, const SystemPart *part)
{
	g_autoptr(GPtrArray) relations = g_ptr_array_new();
	for (guint n = 0; n < part->relations->len; n++) {
		const SystemRelation *relation = part->relations->pdata[n];
		g_ptr_array_add(relations, part->relations->pdata[n]);
		for (guint t = 0; t < relation->terms->len; t++)
			echelon->uses[term_at(relation->terms, t).cell]++;
	}
	g_ptr_array_sort(relations, by_length);
	for (guint n = 0; n < relations->len && !echelon->overflows; n++)
		add_row(echelon, ((const SystemRelation *)relations->pdata[n])->terms);
}

/* ── moves ── */

static gint by_column(gconstpointer left, gconstpointer right)
{
	const StoreTerm *a = left, *b = right;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

/* What follows in the pivots when the column FREE goes up. Transfer full. */
static GArray *move_of(Echelon *echelon, guint free, const GArray *rows)
{
	gint64 scale = 1;
	GArray *move = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < rows->len; n++) {
		guint row = g_array_index(rows, guint, n);
		const GArray *terms = echelon->rows->pdata[row];
		gint64 pivot = factor_of(terms, g_array_index(echelon->pivots, guint, row));
		gint64 own = factor_of(terms, free);
		gint64 needed = llabs(pivot) / common_factor(pivot, own);
		scale = scale / common_factor(scale, needed) * needed;
		if (scale > LARGEST)
			break;
	}
	echelon->overflows |= scale > LARGEST;
	StoreTerm first = { free, scale };
	g_array_append_val(move, first);
	for (guint n = 0; n < rows->len && !echelon->overflows; n++) {
		guint row = g_array_index(rows, guint, n);
		const GArray *terms = echelon->rows->pdata[row];
		guint column = g_array_index(echelon->pivots, guint, row);
		gint64 pivot = factor_of(terms, column);
		g_assert(pivot != 0);
		StoreTerm term = { column, -(scale * factor_of(terms, free)) / pivot };
		g_array_append_val(move, term);
	}
	g_array_sort(move, by_column);
	return move;
}

/* By column: the rows that have it and of which it is not the pivot; NULL for pivots. */
static GArray **rows_by_column(const Echelon *echelon)
{
	GArray **rows = g_new0(GArray *, echelon->columns + 1);
	for (guint n = 0; n < echelon->columns; n++)
		rows[n] = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint row = 0; row < echelon->rows->len; row++) {
		const GArray *terms = echelon->rows->pdata[row];
		g_clear_pointer(&rows[g_array_index(echelon->pivots, guint, row)], g_array_unref);
		for (guint t = 0; t < terms->len; t++)
			if (rows[term_at(terms, t).cell] != NULL)
				g_array_append_val(rows[term_at(terms, t).cell], row);
	}
	return rows;
}

static void add_moves(Echelon *echelon, GPtrArray *moves)
{
	g_autofree GArray **rows = rows_by_column(echelon);
	for (guint column = 0; column < echelon->columns; column++) {
		if (rows[column] == NULL)
			continue;
		g_ptr_array_add(moves, move_of(echelon, column, rows[column]));
		g_array_unref(rows[column]);
	}
}

/* The sum and the difference of two moves, where they are no longer than the longer one. */
static void add_pair(GPtrArray *moves, guint one, guint two)
{
	const GArray *a = moves->pdata[one], *b = moves->pdata[two];
	guint longest = MAX(a->len, b->len);
	for (int sign = 1; sign >= -1; sign -= 2) {
		GArray *sum = combine(a, 1, b, sign);
		if (sum->len > 0 && sum->len <= longest)
			g_ptr_array_add(moves, sum);
		else
			g_array_unref(sum);
	}
}

static void add_pairs(GPtrArray *moves, guint columns)
{
	guint basis = moves->len;
	g_autofree guint *seen = g_new0(guint, basis + 1);
	g_autofree GArray **users = g_new(GArray *, columns + 1);
	for (guint n = 0; n < columns; n++)
		users[n] = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint one = 0; one < basis; one++) {
		const GArray *move = moves->pdata[one];
		for (guint t = 0; t < move->len; t++) {
			GArray *of = users[g_array_index(move, StoreTerm, t).cell];
			for (guint n = 0; n < of->len && moves->len < basis + PAIRS_MOST; n++) {
				guint two = g_array_index(of, guint, n);
				if (seen[two] == one + 1)
					continue;
				seen[two] = one + 1;
				add_pair(moves, one, two);
				move = moves->pdata[one];
			}
			g_array_append_val(of, one);
		}
	}
	for (guint n = 0; n < columns; n++)
		g_array_unref(users[n]);
}

GPtrArray *guess_moves(const SystemPart *part)
{
	g_autoptr(GPtrArray) moves = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	Echelon echelon = { .columns = part->unknowns->len };
	echelon.rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	echelon.pivots = g_array_new(FALSE, FALSE, sizeof(guint));
	echelon.uses = g_new0(guint, echelon.columns + 1);
	eliminate(&echelon, part);
	if (!echelon.overflows)
		add_moves(&echelon, moves);
	if (!echelon.overflows)
		add_pairs(moves, echelon.columns);
	g_ptr_array_unref(echelon.rows);
	g_array_unref(echelon.pivots);
	g_free(echelon.uses);
	return echelon.overflows ? NULL : g_steal_pointer(&moves);
}
