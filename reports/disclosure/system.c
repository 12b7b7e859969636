#include "reports/disclosure/system.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

/* No count comes near: 3.5e13. With factors whose sizes add up to no more than HEAVIEST, no sum
 * leaves 64 bits. */
static const gint64 GREATEST = G_GINT64_CONSTANT(1) << 45; /* of a value or a bound */
static const gint64 HEAVIEST = G_GINT64_CONSTANT(1) << 17; /* of an equation's factors */

void system_contradicts(GError **error, const char *what)
{
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Correct the figures, or publish the correction as a revision.",
		  "published figures contradict each other: %s", what);
}

static void free_relation(gpointer data)
{
	SystemRelation *relation = data;
	g_array_unref(relation->terms);
	g_free(relation);
}

static StoreTerm *term(const SystemRelation *relation, guint n)
{
	return &g_array_index(relation->terms, StoreTerm, n);
}

/* ── unknowns ── */

static gint by_key(gconstpointer left, gconstpointer right, gpointer data)
{
	const Store *store = data;
	return strcmp(store_cell(store, *(const guint *)left)->key,
		      store_cell(store, *(const guint *)right)->key);
}

static void read_unknowns(System *system, const Store *store)
{
	system->cells = g_new(guint, store->cells->len + 1);
	system->places = g_new0(guint, store->cells->len + 1);
	for (guint cell = 0; cell < store->cells->len; cell++)
		if (store_cell(store, cell)->state != CELL_PUBLISHED)
			system->cells[system->count++] = cell;
	g_qsort_with_data(system->cells, (gint)system->count, sizeof(guint), by_key,
			  (gpointer)(gsize)store);
	system->low = g_new(gint64, system->count + 1);
	system->high = g_new(gint64, system->count + 1);
	for (guint n = 0; n < system->count; n++) {
		const StoreCell *cell = store_cell(store, system->cells[n]);
		system->places[system->cells[n]] = n + 1;
		system->low[n] = MAX(cell->least, -GREATEST);
		system->high[n] = cell->most > GREATEST ? CELL_NO_MOST : cell->most;
	}
}

/* ── relations ── */

static gint by_unknown(gconstpointer left, gconstpointer right)
{
	const StoreTerm *a = left;
	const StoreTerm *b = right;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

static gint64 common_factor(const SystemRelation *relation)
{
	gint64 common = 0;
	for (guint n = 0; n < relation->terms->len; n++)
		for (gint64 rest = llabs(term(relation, n)->factor); rest != 0;) {
			gint64 next = common % rest;
			common = rest;
			rest = next;
		}
	return common;
}

/* The first factor above 0, and no common factor. False: no whole numbers fit. */
static bool simplify(SystemRelation *relation)
{
	gint64 common = common_factor(relation);
	if (common == 0)
		return relation->right == 0;
	if (relation->right % common != 0)
		return false;
	if (term(relation, 0)->factor < 0)
		common = -common;
	relation->right /= common;
	for (guint n = 0; n < relation->terms->len; n++)
		term(relation, n)->factor /= common;
	return true;
}

static bool is_moderate(const Store *store, const StoreEquation *equation)
{
	gint64 weight = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		const StoreTerm *part = &g_array_index(equation->terms, StoreTerm, n);
		const StoreCell *cell = store_cell(store, part->cell);
		gint64 number = cell->state == CELL_PUBLISHED ? cell->value : cell->least;
		if (part->factor > HEAVIEST || part->factor < -HEAVIEST || number > GREATEST ||
		    number < -GREATEST)
			return false;
		weight += llabs(part->factor);
	}
	return weight <= HEAVIEST;
}

static void put_in(SystemRelation *relation, const System *system, const StoreTerm *part)
{
	guint place = system->places[part->cell];
	if (place > 0) {
		StoreTerm open = { place - 1, part->factor };
		g_array_append_val(relation->terms, open);
	} else {
		relation->right -= part->factor * store_cell(system->store, part->cell)->value;
	}
}

static SystemRelation *read_relation(const System *system, const StoreEquation *equation,
				     GError **error)
{
	if (!is_moderate(system->store, equation)) {
		error_set(error, SHUMAR_ERROR_FAILED, "Look whether the figure is one.",
			  "cannot check '%s': a number in it is above 2^45, or its factors 2^17",
			  equation->name);
		return NULL;
	}
	SystemRelation *relation = g_new0(SystemRelation, 1);
	relation->name = equation->name;
	relation->terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < equation->terms->len; n++)
		put_in(relation, system, &g_array_index(equation->terms, StoreTerm, n));
	g_array_sort(relation->terms, by_unknown);
	if (simplify(relation))
		return relation;
	system_contradicts(error, equation->name);
	free_relation(relation);
	return NULL;
}

static gint by_terms(const SystemRelation *a, const SystemRelation *b)
{
	for (guint n = 0; n < a->terms->len && n < b->terms->len; n++) {
		const StoreTerm *left = term(a, n);
		const StoreTerm *right = term(b, n);
		if (left->cell != right->cell)
			return left->cell < right->cell ? -1 : 1;
		if (left->factor != right->factor)
			return left->factor < right->factor ? -1 : 1;
	}
	return (a->terms->len > b->terms->len) - (a->terms->len < b->terms->len);
}

static gint by_terms_and_name(gconstpointer left, gconstpointer right)
{
	const SystemRelation *a = *(const SystemRelation *const *)left;
	const SystemRelation *b = *(const SystemRelation *const *)right;
	gint order = by_terms(a, b);
	return order != 0 ? order : strcmp(a->name, b->name);
}

/* Leaves one of those that say the same, the one whose name comes first. */
static bool gather(System *system, GError **error)
{
	g_autoptr(GPtrArray) all = g_steal_pointer(&system->relations);
	system->relations = g_ptr_array_new_with_free_func(free_relation);
	g_ptr_array_sort(all, by_terms_and_name);
	const SystemRelation *last = NULL;
	for (guint n = 0; n < all->len; n++) {
		SystemRelation *relation = all->pdata[n];
		if (last != NULL && by_terms(last, relation) == 0) {
			if (last->right == relation->right)
				continue;
			g_autofree char *what =
			    g_strdup_printf("'%s' and '%s'", last->name, relation->name);
			system_contradicts(error, what);
			return false;
		}
		last = relation;
		g_ptr_array_add(system->relations, relation);
		all->pdata[n] = NULL;
	}
	return true;
}

static void free_relation_or_none(gpointer data)
{
	if (data != NULL)
		free_relation(data);
}

/* The equation whose name comes first is told of, so faults are looked for in that order. */
static gint by_name(gconstpointer left, gconstpointer right)
{
	const StoreEquation *a = *(const StoreEquation *const *)left;
	const StoreEquation *b = *(const StoreEquation *const *)right;
	return strcmp(a->name, b->name);
}

System *system_new(const Store *store, GError **error)
{
	g_autoptr(System) system = g_new0(System, 1);
	g_autoptr(GPtrArray) equations = g_ptr_array_new();
	system->store = store;
	read_unknowns(system, store);
	system->relations = g_ptr_array_new_with_free_func(free_relation_or_none);
	for (guint n = 0; n < store->equations->len; n++)
		g_ptr_array_add(equations, store->equations->pdata[n]);
	g_ptr_array_sort(equations, by_name);
	for (guint n = 0; n < equations->len; n++) {
		SystemRelation *relation = read_relation(system, equations->pdata[n], error);
		if (relation == NULL)
			return NULL;
		if (relation->terms->len > 0)
			g_ptr_array_add(system->relations, relation);
		else
			free_relation(relation);
	}
	return gather(system, error) ? g_steal_pointer(&system) : NULL;
}

void system_free(System *system)
{
	if (system == NULL)
		return;
	g_free(system->cells);
	g_free(system->places);
	g_free(system->low);
	g_free(system->high);
	if (system->relations != NULL)
		g_ptr_array_unref(system->relations);
	g_free(system);
}

/* ── narrowing ── */

/* The least and the most a sum can come to; its unbounded terms are counted and left out. */
typedef struct {
	gint64 low, high;
	guint no_low, no_high;
} Reach;

static gint64 floor_part(gint64 amount, gint64 by)
{
	return amount / by - (amount % by < 0);
}

static gint64 ceiling_part(gint64 amount, gint64 by)
{
	return amount / by + (amount % by > 0);
}

static void reach_of(const System *system, const StoreTerm *part, Reach *ret_reach)
{
	gint64 low = system->low[part->cell];
	gint64 high = system->high[part->cell];
	bool endless = high == CELL_NO_MOST;
	bool up = part->factor > 0;
	*ret_reach = (Reach){
		.low = up        ? (gint64)part->factor * low
		       : endless ? 0
				 : (gint64)part->factor * high,
		.high = !up       ? (gint64)part->factor * low
			: endless ? 0
				  : (gint64)part->factor * high,
		.no_low = !up && endless,
		.no_high = up && endless,
	};
}

static Reach whole_reach(const System *system, const SystemRelation *relation)
{
	Reach sum = { 0 };
	for (guint n = 0; n < relation->terms->len; n++) {
		Reach part;
		reach_of(system, term(relation, n), &part);
		sum.low += part.low;
		sum.high += part.high;
		sum.no_low += part.no_low;
		sum.no_high += part.no_high;
	}
	return sum;
}

/* factor × unknown lies between these, if there is an end. */
static bool narrow_one(System *system, const StoreTerm *part, gint64 least, bool has_least,
		       gint64 most, bool has_most)
{
	gint64 *low = &system->low[part->cell];
	gint64 *high = &system->high[part->cell];
	gint64 size = llabs(part->factor);
	gint64 from = part->factor > 0 ? least : -most;
	gint64 to = part->factor > 0 ? most : -least;
	bool has_from = part->factor > 0 ? has_least : has_most;
	bool has_to = part->factor > 0 ? has_most : has_least;
	bool changed = false;
	if (has_from && ceiling_part(from, size) > *low) {
		*low = (gint64)MIN(ceiling_part(from, size), (gint64)GREATEST);
		changed = true;
	}
	if (has_to && floor_part(to, size) < *high && floor_part(to, size) <= GREATEST) {
		*high = (gint64)MAX(floor_part(to, size), -(gint64)GREATEST);
		changed = true;
	}
	return changed;
}

/* Whether bounds changed; *ret_fits false when nothing fits the relation. */
static bool narrow_relation(System *system, const SystemRelation *relation, bool *ret_fits)
{
	Reach sum = whole_reach(system, relation);
	bool changed = false;
	*ret_fits = (sum.no_low > 0 || sum.low <= relation->right) &&
		    (sum.no_high > 0 || sum.high >= relation->right);
	for (guint n = 0; n < relation->terms->len && *ret_fits; n++) {
		const StoreTerm *part = term(relation, n);
		Reach own;
		reach_of(system, part, &own);
		changed |=
		    narrow_one(system, part, relation->right - (sum.high - own.high),
			       sum.no_high == own.no_high, relation->right - (sum.low - own.low),
			       sum.no_low == own.no_low);
		*ret_fits = system->low[part->cell] <= system->high[part->cell];
		Reach now;
		reach_of(system, part, &now);
		sum.low += now.low - own.low;
		sum.high += now.high - own.high;
		sum.no_low += now.no_low - own.no_low;
		sum.no_high += now.no_high - own.no_high;
	}
	return changed;
}

bool system_narrow(System *system, GError **error)
{
	/* whatever is still open after some rounds is for the solver */
	static const guint rounds = 30;
	bool changed = true;
	for (guint round = 0; round < rounds && changed; round++) {
		changed = false;
		for (guint n = 0; n < system->relations->len; n++) {
			const SystemRelation *relation = system->relations->pdata[n];
			bool fits;
			changed |= narrow_relation(system, relation, &fits);
			if (!fits) {
				system_contradicts(error, relation->name);
				return false;
			}
		}
	}
	for (guint n = 0; n < system->count; n++)
		if (system->low[n] > system->high[n]) {
			system_contradicts(error, store_cell(system->store, system->cells[n])->key);
			return false;
		}
	return true;
}

/* ── parts ── */

static guint root_of(guint *parents, guint unknown)
{
	while (parents[unknown] != unknown)
		unknown = parents[unknown] = parents[parents[unknown]];
	return unknown;
}

static bool is_open(const System *system, guint unknown)
{
	return system->low[unknown] < system->high[unknown];
}

static void join(const System *system, const SystemRelation *relation, guint *parents)
{
	const StoreTerm *first = NULL;
	for (guint n = 0; n < relation->terms->len; n++) {
		const StoreTerm *part = term(relation, n);
		if (!is_open(system, part->cell))
			continue;
		if (first == NULL) {
			first = part;
			continue;
		}
		guint a = root_of(parents, first->cell);
		guint b = root_of(parents, part->cell);
		parents[MAX(a, b)] = MIN(a, b);
	}
}

static void free_part(gpointer data)
{
	SystemPart *part = data;
	g_array_unref(part->unknowns);
	g_ptr_array_unref(part->relations);
	g_free(part);
}

static SystemPart *part_new(void)
{
	SystemPart *part = g_new0(SystemPart, 1);
	part->unknowns = g_array_new(FALSE, FALSE, sizeof(guint));
	part->relations = g_ptr_array_new_with_free_func(free_relation);
	return part;
}

/* RELATION among the columns of its part, with what is known put in; *ret_at is one of its open
 * unknowns. NULL when none is open. */
static SystemRelation *narrowed(const System *system, const SystemRelation *relation,
				const guint *columns, guint *ret_at)
{
	SystemRelation *open = g_new0(SystemRelation, 1);
	open->name = relation->name;
	open->right = relation->right;
	open->terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < relation->terms->len; n++) {
		StoreTerm part = *term(relation, n);
		if (is_open(system, part.cell)) {
			*ret_at = part.cell;
			part.cell = columns[part.cell];
			g_array_append_val(open->terms, part);
		} else {
			open->right -= part.factor * system->low[part.cell];
		}
	}
	if (open->terms->len > 0)
		return open;
	free_relation(open);
	return NULL;
}

GPtrArray *system_parts(const System *system)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(free_part);
	g_autofree guint *parents = g_new(guint, system->count + 1);
	g_autofree guint *columns = g_new0(guint, system->count + 1);
	g_autofree SystemPart **homes = g_new0(SystemPart *, system->count + 1);
	for (guint n = 0; n < system->count; n++)
		parents[n] = n;
	for (guint n = 0; n < system->relations->len; n++)
		join(system, system->relations->pdata[n], parents);
	for (guint n = 0; n < system->count; n++) {
		guint root = root_of(parents, n);
		if (!is_open(system, n))
			continue;
		if (homes[root] == NULL) {
			homes[root] = part_new();
			g_ptr_array_add(parts, homes[root]);
		}
		columns[n] = homes[root]->unknowns->len;
		g_array_append_val(homes[root]->unknowns, n);
	}
	for (guint n = 0; n < system->relations->len; n++) {
		guint at = 0;
		SystemRelation *open = narrowed(system, system->relations->pdata[n], columns, &at);
		if (open != NULL)
			g_ptr_array_add(homes[root_of(parents, at)]->relations, open);
	}
	return parts;
}
