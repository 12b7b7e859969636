#include "reports/disclosure/lattice.h"

#include <string.h>

/* ── tables ── */

static void free_table(gpointer data)
{
	LatticeTable *table = data;
	g_free(table->name);
	g_clear_pointer(&table->places, g_array_unref);
	g_clear_pointer(&table->kinds, g_array_unref);
	g_array_unref(table->spans);
	g_free(table);
}

static void free_equation(gpointer data)
{
	LatticeEquation *equation = data;
	g_free(equation->name);
	g_array_unref(equation->cells);
	g_array_unref(equation->factors);
	g_free(equation);
}

Lattice *lattice_new(const Dimension *places, const Dimension *kinds)
{
	Lattice *lattice = g_new0(Lattice, 1);
	lattice->places = places;
	lattice->kinds = kinds;
	lattice->tables = g_ptr_array_new_with_free_func(free_table);
	lattice->cells = g_array_new(FALSE, FALSE, sizeof(LatticeCell));
	lattice->equations = g_ptr_array_new_with_free_func(free_equation);
	lattice->index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	lattice->words = g_string_chunk_new(64);
	return lattice;
}

void lattice_free(Lattice *lattice)
{
	if (lattice == NULL)
		return;
	g_ptr_array_unref(lattice->tables);
	g_array_unref(lattice->cells);
	g_ptr_array_unref(lattice->equations);
	g_hash_table_unref(lattice->index);
	g_string_chunk_free(lattice->words);
	g_free(lattice);
}

LatticeTable *lattice_add_table(Lattice *lattice, const char *name, const char *measure,
				guint place_level, guint kind_level, bool listed)
{
	LatticeTable *table = g_new0(LatticeTable, 1);
	table->name = g_strdup(name);
	table->measure = g_string_chunk_insert_const(lattice->words, measure);
	table->place_level = place_level;
	table->kind_level = kind_level;
	table->spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	table->listed = listed;
	g_ptr_array_add(lattice->tables, table);
	return table;
}

static void add_only(GArray **members, guint member)
{
	if (*members == NULL)
		*members = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_val(*members, member);
}

void lattice_only_place(LatticeTable *table, guint place)
{
	add_only(&table->places, place);
}

void lattice_only_kind(LatticeTable *table, guint kind)
{
	add_only(&table->kinds, kind);
}

void lattice_span(LatticeTable *table, guint32 first, guint32 last)
{
	LatticeSpan span = { first, last };
	g_assert(first <= last);
	g_array_append_val(table->spans, span);
}

/* ── cells ── */

static char *day_text(guint32 julian)
{
	GDate date;
	char text[16];
	g_date_clear(&date, 1);
	g_date_set_julian(&date, julian);
	g_date_strftime(text, sizeof text, "%Y-%m-%d", &date);
	return g_strdup(text);
}

static char *key_of(const Lattice *lattice, const char *measure, guint place, guint kind,
		    LatticeSpan span)
{
	g_autofree char *first = day_text(span.first);
	g_autofree char *last = day_text(span.last);
	return g_strdup_printf("%s|%s|%s|%s|%s", measure,
			       dimension_member(lattice->places, place)->code,
			       dimension_member(lattice->kinds, kind)->code, first, last);
}

char *lattice_key(const Lattice *lattice, const LatticeCell *cell)
{
	return key_of(lattice, cell->measure, cell->place, cell->kind, cell->span);
}

static char *index_text(const char *measure, guint place, guint kind, LatticeSpan span)
{
	return g_strdup_printf("%s|%u|%u|%u|%u", measure, place, kind, span.first, span.last);
}

bool lattice_find(const Lattice *lattice, const char *measure, guint place, guint kind,
		  LatticeSpan span, guint *ret_cell)
{
	g_autofree char *text = index_text(measure, place, kind, span);
	guint found = GPOINTER_TO_UINT(g_hash_table_lookup(lattice->index, text));
	if (found > 0)
		*ret_cell = found - 1;
	return found > 0;
}

guint lattice_add_cell(Lattice *lattice, const char *measure, guint place, guint kind,
		       LatticeSpan span)
{
	guint found;
	if (lattice_find(lattice, measure, place, kind, span, &found))
		return found;
	LatticeCell cell = {
		g_string_chunk_insert_const(lattice->words, measure), place, kind, span, -1, false
	};
	g_array_append_val(lattice->cells, cell);
	g_hash_table_insert(lattice->index, index_text(measure, place, kind, span),
			    GUINT_TO_POINTER(lattice->cells->len));
	return lattice->cells->len - 1;
}

void lattice_equate(Lattice *lattice, const char *name, const guint *cells, const gint64 *factors,
		    guint count)
{
	LatticeEquation *equation = g_new0(LatticeEquation, 1);
	equation->name = g_strdup(name);
	equation->cells = g_array_new(FALSE, FALSE, sizeof(guint));
	equation->factors = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_array_append_vals(equation->cells, cells, count);
	g_array_append_vals(equation->factors, factors, count);
	g_ptr_array_add(lattice->equations, equation);
}
