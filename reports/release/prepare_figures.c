/* From a plan to figures and sums: tables of this release and of earlier ones, the lattice that
 * they make, and what each of its figures comes to. */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/release/prepare_private.h"

char *prepare_day(guint32 julian)
{
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, julian);
	return date_text(&date);
}

char *prepare_days(const GArray *spans, bool last)
{
	g_autoptr(GString) text = g_string_new("{");
	for (guint n = 0; n < spans->len; n++) {
		const LatticeSpan *span = &g_array_index(spans, LatticeSpan, n);
		g_autofree char *day = prepare_day(last ? span->last : span->first);
		g_string_append_printf(text, "%s%s", n > 0 ? "," : "", day);
	}
	g_string_append_c(text, '}');
	return g_string_free(g_steal_pointer(&text), FALSE);
}

Counts *prepare_counts(Prepare *prepare, const char *measure, GError **error)
{
	Counts *counts = g_hash_table_lookup(prepare->counts, measure);
	if (counts != NULL)
		return counts;
	counts = counts_new(measure, error);
	if (counts != NULL)
		g_hash_table_insert(prepare->counts, g_strdup(measure), counts);
	return counts;
}

/* ── tables of the plan ── */

static bool member_of(const Prepare *prepare, const Dimension *dimension, const PlanTable *table,
		      const char *text, guint *ret_member, GError **error)
{
	g_autofree char *code = plan_text(prepare->plan, prepare->values, text);
	if (dimension_find(dimension, code, ret_member))
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Codes are those of the reference tables; see docs/release-plans.md.",
		  "%s: table '%s': there is no %s '%s'", prepare->plan->file, table->name,
		  dimension->name, code);
	return false;
}

static bool add_members(const Prepare *prepare, const PlanTable *table, LatticeTable *to,
			GError **error)
{
	guint member = 0;
	for (guint n = 0; table->places != NULL && n < table->places->len; n++) {
		if (!member_of(prepare, prepare->places, table, table->places->pdata[n], &member,
			       error))
			return false;
		lattice_only_place(to, member);
	}
	for (guint n = 0; table->kinds != NULL && n < table->kinds->len; n++) {
		if (!member_of(prepare, prepare->kinds, table, table->kinds->pdata[n], &member,
			       error))
			return false;
		lattice_only_kind(to, member);
	}
	return true;
}

/* What is told of a period that is not over would be told once more. */
static bool is_over(const Prepare *prepare, const PlanTable *table, const GArray *periods,
		    GError **error)
{
	if (periods->len == 0)
		return true;
	const Period *newest = &g_array_index(periods, Period, periods->len - 1);
	if (g_date_compare(&newest->last, &prepare->today) < 0)
		return true;
	g_autofree char *name = plan_call(table);
	g_autofree char *last = date_text(&newest->last);
	g_autofree char *today = date_text(&prepare->today);
	error_set(error, SHUMAR_ERROR_USAGE, "Prepare it when the period is over.",
		  "cannot prepare '%s': table %s goes up to %s, and it is %s", prepare->release_id,
		  name, last, today);
	return false;
}

static bool add_table(Prepare *prepare, guint place, GError **error)
{
	const PlanTable *table = g_ptr_array_index(prepare->plan->tables, place);
	guint of_place = 0, of_kind = 0;
	GArray *periods = plan_periods(prepare->plan, table, prepare->values, error);
	if (periods == NULL)
		return false;
	g_ptr_array_add(prepare->periods, periods);
	if (!is_over(prepare, table, periods, error))
		return false;
	if (!dimension_find_level(prepare->places, table->place, &of_place) ||
	    !dimension_find_level(prepare->kinds, table->kind, &of_kind)) {
		error_set(error, SHUMAR_ERROR_CONFIG, NULL, "%s: table '%s': no level '%s' or '%s'",
			  prepare->plan->file, table->name, table->place, table->kind);
		return false;
	}
	LatticeTable *made = lattice_add_table(prepare->lattice, table->name, table->measure,
					       of_place, of_kind, true);
	for (guint n = 0; n < periods->len; n++) {
		const Period *period = &g_array_index(periods, Period, n);
		lattice_span(made, g_date_get_julian(&period->first),
			     g_date_get_julian(&period->last));
	}
	return add_members(prepare, table, made, error);
}

/* ── tables of earlier releases ── */

/* "{a,b}" of the server as texts; codes have no commas. Transfer full; NULL of null. */
static char **array_of(const DatabaseResult *rows, int row, const char *column)
{
	const char *text = result_text(rows, row, result_column(rows, column));
	if (text == NULL)
		return NULL;
	g_autofree char *inside = g_strndup(text + 1, strlen(text) - 2);
	char **parts = g_strsplit(inside, ",", -1);
	for (char **part = parts; *part != NULL; part++) {
		gsize length = strlen(*part);
		if (length >= 2 && **part == '"') {
			memmove(*part, *part + 1, length - 2);
			(*part)[length - 2] = '\0';
		}
	}
	return parts;
}

static bool add_codes(const Dimension *dimension, char **codes, LatticeTable *table,
		      void (*add)(LatticeTable *, guint))
{
	for (char **code = codes; code != NULL && *code != NULL; code++) {
		guint member = 0;
		if (!dimension_find(dimension, *code, &member))
			return false;
		add(table, member);
	}
	return true;
}

static guint32 julian_of(const char *day)
{
	GDate date;
	bool is = date_parse(day, &date, NULL);
	g_assert(is);
	return g_date_get_julian(&date);
}

static void add_list(Prepare *prepare, const DatabaseResult *rows, int row)
{
	guint place = 0, kind = 0;
	g_auto(GStrv) firsts = array_of(rows, row, "firsts");
	g_auto(GStrv) lasts = array_of(rows, row, "lasts");
	g_auto(GStrv) places = array_of(rows, row, "places");
	g_auto(GStrv) kinds = array_of(rows, row, "kinds");
	g_autofree char *name =
	    g_strdup_printf("%s of %s", result_text(rows, row, result_column(rows, "table_name")),
			    result_text(rows, row, result_column(rows, "release_id")));
	if (!dimension_find_level(prepare->places,
				  result_text(rows, row, result_column(rows, "place_level")),
				  &place) ||
	    !dimension_find_level(prepare->kinds,
				  result_text(rows, row, result_column(rows, "kind_level")), &kind))
		return;
	LatticeTable *table = lattice_add_table(
	    prepare->lattice, name, result_text(rows, row, result_column(rows, "measure")), place,
	    kind, false);
	for (guint n = 0; firsts[n] != NULL; n++)
		lattice_span(table, julian_of(firsts[n]), julian_of(lasts[n]));
	if (!add_codes(prepare->places, places, table, lattice_only_place) ||
	    !add_codes(prepare->kinds, kinds, table, lattice_only_kind))
		g_array_set_size(table->spans, 0); /* a code that is no more: nothing meets it */
}

/* True when some span of TABLE has a day in common with one of OTHER. */
static bool meets(const LatticeTable *table, const LatticeTable *other)
{
	for (guint n = 0; n < table->spans->len; n++) {
		const LatticeSpan *a = &g_array_index(table->spans, LatticeSpan, n);
		for (guint m = 0; m < other->spans->len; m++) {
			const LatticeSpan *b = &g_array_index(other->spans, LatticeSpan, m);
			if (a->first <= b->last && b->first <= a->last)
				return true;
		}
	}
	return false;
}

/* Takes out tables of earlier releases that meet nothing of this one, not even by others. */
static void drop_apart(Lattice *lattice)
{
	g_autofree bool *kept = g_new0(bool, lattice->tables->len);
	for (bool more = true; more;) {
		more = false;
		for (guint n = 0; n < lattice->tables->len; n++) {
			const LatticeTable *table = g_ptr_array_index(lattice->tables, n);
			bool now = table->listed;
			for (guint m = 0; m < lattice->tables->len && !now && !kept[n]; m++)
				now = kept[m] && meets(table, lattice->tables->pdata[m]);
			more = more || (now && !kept[n]);
			kept[n] = kept[n] || now;
		}
	}
	for (guint n = lattice->tables->len; n > 0; n--) {
		if (!kept[n - 1])
			g_ptr_array_remove_index(lattice->tables, n - 1);
	}
}

static bool add_earlier(Prepare *prepare, GError **error)
{
	g_autoptr(DatabaseResult) rows = database_query(
	    prepare->db, sqltext(SQL_RELEASE_UNION_LISTS),
	    DATABASE_PARAMS(prepare->release_id, prepare->plan->jurisdiction), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++) {
		const char *measure = result_text(rows, row, result_column(rows, "measure"));
		/* a table's plan knows its own measure alone, and no other knows that */
		bool known = g_hash_table_contains(prepare->counts, measure);
		if (!known && (prepare->plan->counts != NULL || !counts_are_known(measure)))
			continue;
		if (prepare_counts(prepare, measure, error) == NULL)
			return false;
		add_list(prepare, rows, row);
	}
	if (rows != NULL)
		drop_apart(prepare->lattice);
	return rows != NULL;
}

/* ── measures that are bound to one another ── */

/* Of each table whose measure is a kind or a part of another, or holds it, that other one too. */
static bool add_partners(Prepare *prepare, GError **error)
{
	Lattice *lattice = prepare->lattice;
	for (guint n = 0; n < lattice->tables->len; n++) {
		const LatticeTable *table = g_ptr_array_index(lattice->tables, n);
		const Counts *counts = prepare_counts(prepare, table->measure, error);
		if (counts == NULL)
			return false;
		const char *partners[] = { counts->is, counts->part_of, counts->holds };
		for (guint m = 0; m < G_N_ELEMENTS(partners); m++) {
			guint kind = 0;
			if (partners[m] == NULL)
				continue;
			if (prepare_counts(prepare, partners[m], error) == NULL)
				return false;
			table = g_ptr_array_index(lattice->tables, n);
			if (partners[m] == counts->is)
				dimension_find(prepare->kinds, counts->is_kind, &kind);
			LatticeTable *made = lattice_add_table(
			    lattice, "partner", partners[m], table->place_level,
			    kind > 0 ? dimension_member(prepare->kinds, kind)->level
				     : table->kind_level,
			    false);
			for (guint s = 0; s < table->spans->len; s++)
				g_array_append_val(made->spans,
						   g_array_index(table->spans, LatticeSpan, s));
			for (guint p = 0; table->places != NULL && p < table->places->len; p++)
				lattice_only_place(made, g_array_index(table->places, guint, p));
			for (guint k = 0; table->kinds != NULL && k < table->kinds->len; k++)
				lattice_only_kind(made, g_array_index(table->kinds, guint, k));
			if (kind > 0)
				lattice_only_kind(made, kind);
		}
	}
	return true;
}

/* whole = part + rest, where both are there; REST is a figure of its own. */
static void equate_rest(Prepare *prepare, guint whole, guint part)
{
	Lattice *lattice = prepare->lattice;
	LatticeCell of = g_array_index(lattice->cells, LatticeCell, whole);
	LatticeCell in = g_array_index(lattice->cells, LatticeCell, part);
	g_autofree char *measure = g_strdup_printf("%s-%s", of.measure, in.measure);
	g_autofree char *key = lattice_key(lattice, &of);
	g_autofree char *name = g_strdup_printf("%s holds %s", key, in.measure);
	guint rest = lattice_add_cell(lattice, measure, of.place, of.kind, of.span);
	const guint cells[] = { whole, part, rest };
	const gint64 factors[] = { 1, -1, -1 };
	lattice_equate(lattice, name, cells, factors, 3);
}

static void equate_partners(Prepare *prepare)
{
	Lattice *lattice = prepare->lattice;
	guint count = lattice->cells->len;
	for (guint n = 0; n < count; n++) {
		LatticeCell cell = g_array_index(lattice->cells, LatticeCell, n);
		const Counts *counts = g_hash_table_lookup(prepare->counts, cell.measure);
		guint other = 0, kind = cell.kind;
		if (counts == NULL)
			continue;
		if (counts->part_of != NULL && lattice_find(lattice, counts->part_of, cell.place,
							    cell.kind, cell.span, &other))
			equate_rest(prepare, other, n);
		if (counts->holds != NULL &&
		    lattice_find(lattice, counts->holds, cell.place, cell.kind, cell.span, &other))
			equate_rest(prepare, n, other);
		if (counts->is == NULL || dimension_member(prepare->kinds, kind)->level != 0 ||
		    !dimension_find(prepare->kinds, counts->is_kind, &kind) ||
		    !lattice_find(lattice, counts->is, cell.place, kind, cell.span, &other))
			continue;
		g_autofree char *key = lattice_key(lattice, &cell);
		g_autofree char *name = g_strdup_printf("%s is %s", key, counts->is_kind);
		const guint cells[] = { n, other };
		const gint64 factors[] = { 1, -1 };
		lattice_equate(lattice, name, cells, factors, 2);
	}
}

/* ── counting ── */

/* The spans of each measure's figures. Transfer full. */
static GArray *spans_of(const Lattice *lattice, const char *measure)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	for (guint n = 0; n < lattice->cells->len; n++) {
		const LatticeCell *cell = &g_array_index(lattice->cells, LatticeCell, n);
		if (strcmp(cell->measure, measure) == 0 &&
		    g_hash_table_add(seen,
				     g_strdup_printf("%u %u", cell->span.first, cell->span.last)))
			g_array_append_val(spans, cell->span);
	}
	return spans;
}

static bool count_all(Prepare *prepare, GError **error)
{
	GHashTableIter iterator;
	gpointer value;
	g_hash_table_iter_init(&iterator, prepare->counts);
	while (g_hash_table_iter_next(&iterator, NULL, &value)) {
		Counts *counts = value;
		g_autoptr(GArray) spans = spans_of(prepare->lattice, counts->name);
		if (spans->len > 0 && counts->feed != NULL &&
		    !counts_read(counts, prepare->db, prepare->places, prepare->kinds,
				 prepare->plan->jurisdiction, spans, prepare->as_at_day, error))
			return false;
	}
	return true;
}

static PrepareFigure figure_of(const Prepare *prepare, const LatticeCell *cell)
{
	g_auto(GStrv) parts = g_strsplit(cell->measure, "-", 2);
	const Counts *counts = g_hash_table_lookup(prepare->counts, parts[0]);
	PrepareFigure figure = { .value = counts_value(counts, prepare->places, prepare->kinds,
						       cell->place, cell->kind, cell->span) };
	figure.coverage = counts_state(counts, prepare->places, cell->place, cell->span);
	figure.provisional = cell->span.last > counts->mature_to;
	if (prepare_meant(prepare, cell, &figure.value))
		return figure;
	if (parts[1] != NULL) {
		const Counts *part = g_hash_table_lookup(prepare->counts, parts[1]);
		figure.value -= counts_value(part, prepare->places, prepare->kinds, cell->place,
					     cell->kind, cell->span);
		return figure;
	}
	figure.missing = figure.value == 0 && strcmp(figure.coverage, "covered") != 0 &&
			 strcmp(figure.coverage, "partial") != 0;
	return figure;
}

/* ── cells and sums of the release ── */

typedef struct {
	const Prepare *prepare;
	char **keys;
} Order;

static gint by_key(gconstpointer left, gconstpointer right, gpointer payload)
{
	const Order *order = payload;
	return strcmp(order->keys[*(const guint *)left], order->keys[*(const guint *)right]);
}

static void add_cell(Prepare *prepare, guint place)
{
	const Lattice *lattice = prepare->lattice;
	const LatticeCell *cell = &g_array_index(lattice->cells, LatticeCell, place);
	const PrepareFigure *figure = &prepare->figures[place];
	const Counts *counts = g_hash_table_lookup(prepare->counts, cell->measure);
	UnionCell *made = union_add_cell(
	    prepare->newest, cell->measure, dimension_member(prepare->places, cell->place)->code,
	    dimension_member(prepare->kinds, cell->kind)->code, cell->span.first, cell->span.last);
	bool known =
	    strcmp(figure->coverage, "covered") == 0 || strcmp(figure->coverage, "partial") == 0;
	made->value = figure->value;
	made->missing = figure->missing;
	made->coverage = g_intern_string(figure->coverage);
	made->provisional = figure->provisional;
	made->protects = counts == NULL || counts->protects;
	made->inner = cell->inner;
	if (cell->table >= 0) {
		const LatticeTable *table = g_ptr_array_index(lattice->tables, cell->table);
		made->table = g_strdup(table->name);
		/* records where none can be: they count in the sums, and are not told */
		made->state = known ? CELL_PUBLISHED : CELL_UNPUBLISHED;
	}
}

static bool is_missing(const Prepare *prepare, const LatticeEquation *equation, guint term)
{
	return prepare->figures[g_array_index(equation->cells, guint, term)].missing;
}

/* The terms that are known; a sum whose total is missing says nothing. */
static void add_sum(Prepare *prepare, const LatticeEquation *equation, const guint *numbers)
{
	if (is_missing(prepare, equation, 0))
		return;
	UnionSum *sum = g_new0(UnionSum, 1);
	sum->name = g_strdup(equation->name);
	sum->terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < equation->cells->len; n++) {
		StoreTerm term = { numbers[g_array_index(equation->cells, guint, n)],
				   g_array_index(equation->factors, gint64, n) };
		if (!is_missing(prepare, equation, n))
			g_array_append_val(sum->terms, term);
	}
	g_ptr_array_add(prepare->newest->sums, sum);
}

static void make_release(Prepare *prepare)
{
	const Lattice *lattice = prepare->lattice;
	guint count = lattice->cells->len;
	g_autofree guint *order = g_new(guint, count);
	g_autofree guint *numbers = g_new(guint, count);
	g_auto(GStrv) keys = g_new0(char *, count + 1);
	for (guint n = 0; n < count; n++) {
		keys[n] = lattice_key(lattice, &g_array_index(lattice->cells, LatticeCell, n));
		order[n] = n;
	}
	Order by = { prepare, keys };
	g_qsort_with_data(order, (gint)count, sizeof *order, by_key, &by);
	for (guint n = 0; n < count; n++) {
		numbers[order[n]] = n;
		add_cell(prepare, order[n]);
	}
	for (guint n = 0; n < lattice->equations->len; n++)
		add_sum(prepare, lattice->equations->pdata[n], numbers);
}

/* Figures that no rule applies to bind nothing: each stands alone. */
static bool is_free(Prepare *prepare, const char *measure)
{
	const Counts *counts = g_hash_table_lookup(prepare->counts, measure);
	return counts != NULL && !counts->protects;
}

static void drop_free_sums(Prepare *prepare)
{
	Lattice *lattice = prepare->lattice;
	for (guint n = lattice->equations->len; n > 0; n--) {
		const LatticeEquation *equation = lattice->equations->pdata[n - 1];
		guint first = g_array_index(equation->cells, guint, 0);
		if (is_free(prepare, g_array_index(lattice->cells, LatticeCell, first).measure))
			g_ptr_array_remove_index(lattice->equations, n - 1);
	}
}

bool prepare_figures(Prepare *prepare, GError **error)
{
	prepare->lattice = lattice_new(prepare->places, prepare->kinds);
	for (guint n = 0; n < prepare->plan->tables->len; n++) {
		const PlanTable *table = g_ptr_array_index(prepare->plan->tables, n);
		if ((prepare->plan->counts == NULL &&
		     prepare_counts(prepare, table->measure, error) == NULL) ||
		    !add_table(prepare, n, error))
			return false;
	}
	if (!add_earlier(prepare, error) || !add_partners(prepare, error))
		return false;
	lattice_build(prepare->lattice);
	equate_partners(prepare);
	drop_free_sums(prepare);
	if (!count_all(prepare, error))
		return false;
	prepare_meaning(prepare);
	prepare->figures = g_new0(PrepareFigure, prepare->lattice->cells->len);
	for (guint n = 0; n < prepare->lattice->cells->len; n++)
		prepare->figures[n] =
		    figure_of(prepare, &g_array_index(prepare->lattice->cells, LatticeCell, n));
	prepare->newest = union_release_new(prepare->release_id);
	make_release(prepare);
	return true;
}
