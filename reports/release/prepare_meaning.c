/* What words mean. Who is in judicial custody was arrested; who was acquitted may have been; who is
 * on interim bail was not. So those ever arrested are all of some statuses and some of others, and
 * a reader of both knows it:
 *
 *     part            = all of these kinds + rest      rest  >= 0
 *     some-of's kinds = rest + never                   never >= 0
 *
 * Records may contradict this (a status of arrest without its date): where rest or never would be
 * below 0, what the words say is not true, and no sum is made of it. */
#include <string.h>

#include "reports/release/prepare_private.h"

#define REST  "-rest"
#define NEVER "-never"

/* The places of KINDS in the lattice, beside CELL; false when one is not there. */
static bool find_kinds(const Prepare *prepare, const LatticeCell *cell, const char *whole,
		       char **kinds, GArray *ret_cells)
{
	guint kind = 0, found = 0;
	for (char **code = kinds; *code != NULL; code++) {
		if (!dimension_find(prepare->kinds, *code, &kind) ||
		    dimension_ancestor(prepare->kinds, kind,
				       dimension_member(prepare->kinds, cell->kind)->level) !=
			cell->kind ||
		    !lattice_find(prepare->lattice, whole, cell->place, kind, cell->span, &found))
			return false;
		g_array_append_val(ret_cells, found);
	}
	return true;
}

static gint64 sum_of(const Prepare *prepare, const LatticeCell *cell, const char *whole,
		     char **kinds)
{
	const Counts *counts = g_hash_table_lookup(prepare->counts, whole);
	gint64 sum = 0;
	for (char **code = kinds; *code != NULL; code++) {
		guint kind = 0;
		if (dimension_find(prepare->kinds, *code, &kind))
			sum += counts_value(counts, prepare->places, prepare->kinds, cell->place,
					    kind, cell->span);
	}
	return sum;
}

bool prepare_meant(const Prepare *prepare, const LatticeCell *cell, gint64 *ret_value)
{
	bool rest = g_str_has_suffix(cell->measure, REST);
	if (!rest && !g_str_has_suffix(cell->measure, NEVER))
		return false;
	g_auto(GStrv) parts = g_strsplit(cell->measure, "-", 2);
	const Counts *part = g_hash_table_lookup(prepare->counts, parts[0]);
	gint64 more = counts_value(part, prepare->places, prepare->kinds, cell->place, cell->kind,
				   cell->span) -
		      sum_of(prepare, cell, part->part_of, part->all_of);
	*ret_value = rest ? more : sum_of(prepare, cell, part->part_of, part->some_of) - more;
	return true;
}

/* The PLUS cells are together as many as the MINUS ones. */
static void equate(Lattice *lattice, GArray *plus, const GArray *minus, const char *text)
{
	g_autoptr(GArray) factors = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GArray) cells = g_array_copy(plus);
	g_array_append_vals(cells, minus->data, minus->len);
	for (guint n = 0; n < cells->len; n++) {
		gint64 factor = n < plus->len ? 1 : -1;
		g_array_append_val(factors, factor);
	}
	guint first = g_array_index(cells, guint, 0);
	g_autofree char *key =
	    lattice_key(lattice, &g_array_index(lattice->cells, LatticeCell, first));
	g_autofree char *name = g_strdup_printf("%s %s", key, text);
	lattice_equate(lattice, name, (const guint *)(gpointer)cells->data,
		       (const gint64 *)(gpointer)factors->data, cells->len);
}

static guint add_meant(Lattice *lattice, const LatticeCell *cell, const char *suffix)
{
	g_autofree char *measure = g_strconcat(cell->measure, suffix, NULL);
	return lattice_add_cell(lattice, measure, cell->place, cell->kind, cell->span);
}

static void add_sums(Prepare *prepare, guint place, const Counts *counts)
{
	Lattice *lattice = prepare->lattice;
	const LatticeCell cell = g_array_index(lattice->cells, LatticeCell, place);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(guint));
	if (!find_kinds(prepare, &cell, counts->part_of, counts->all_of, all) ||
	    !find_kinds(prepare, &cell, counts->part_of, counts->some_of, some))
		return;
	gint64 rest = counts_value(counts, prepare->places, prepare->kinds, cell.place, cell.kind,
				   cell.span) -
		      sum_of(prepare, &cell, counts->part_of, counts->all_of);
	gint64 most = sum_of(prepare, &cell, counts->part_of, counts->some_of);
	if (rest < 0 || rest > most)
		return;
	guint of = add_meant(lattice, &cell, REST), never = add_meant(lattice, &cell, NEVER);
	g_autoptr(GArray) whole = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) both = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_val(whole, place);
	g_array_append_val(all, of);
	equate(lattice, whole, all, "by what words mean");
	g_array_append_val(both, of);
	g_array_append_val(both, never);
	equate(lattice, both, some, "by what words mean");
}

void prepare_meaning(Prepare *prepare)
{
	guint count = prepare->lattice->cells->len;
	for (guint n = 0; n < count; n++) {
		const char *measure =
		    g_array_index(prepare->lattice->cells, LatticeCell, n).measure;
		const Counts *counts = g_hash_table_lookup(prepare->counts, measure);
		if (counts != NULL && counts->all_of != NULL && counts->some_of != NULL)
			add_sums(prepare, n, counts);
	}
}
