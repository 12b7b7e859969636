/* What readers believe besides. A figure that changed says that something in it was revised, and
 * not what: in the joined system all of it is new. Who takes for unchanged what nothing printed
 * says has changed knows more, and may be right. So what tables withhold is asked once more as he
 * reads them, and more is withheld where that narrows it. */
#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "reports/disclosure/own.h"
#include "reports/release/prepare_private.h"

enum { ROUNDS = 8 };

/* ── the two readings ── */

/* What a reading changes of a cell of the union. */
typedef struct {
	char *version;
	CellState state;
	bool kept, evidence;
	guint cell;
} Reading;

static void clear_reading(gpointer data)
{
	g_free(((Reading *)data)->version);
}

/* Of all cells, release by release. Transfer full, of Reading. */
static GArray *reading_of(const Prepare *prepare)
{
	GArray *readings = g_array_new(FALSE, FALSE, sizeof(Reading));
	g_array_set_clear_func(readings, clear_reading);
	for (guint n = 0; n < prepare->releases->len; n++) {
		const UnionRelease *release = g_ptr_array_index(prepare->releases, n);
		for (guint m = 0; m < release->cells->len; m++) {
			const UnionCell *cell = g_ptr_array_index(release->cells, m);
			Reading one = { g_strdup(cell->version), cell->state, cell->kept,
					cell->evidence, cell->cell };
			g_array_append_val(readings, one);
		}
	}
	return readings;
}

static void read_again(const Prepare *prepare, const GArray *readings)
{
	guint at = 0;
	for (guint n = 0; n < prepare->releases->len; n++) {
		const UnionRelease *release = g_ptr_array_index(prepare->releases, n);
		for (guint m = 0; m < release->cells->len; m++) {
			UnionCell *cell = g_ptr_array_index(release->cells, m);
			const Reading *one = &g_array_index(readings, Reading, at++);
			g_free(cell->version);
			cell->version = g_strdup(one->version);
			cell->state = one->state;
			cell->kept = one->kept;
			cell->evidence = one->evidence;
			cell->cell = one->cell;
		}
	}
}

static bool are_same(const GArray *left, const GArray *right)
{
	bool same = true;
	for (guint n = 0; n < left->len && same; n++)
		same = strcmp(g_array_index(left, Reading, n).version,
			      g_array_index(right, Reading, n).version) == 0;
	return same;
}

/* ── the believed one ── */

typedef struct {
	Store *store, *before;
	guint *places; /* by cell of the newest release: its place in the store */
} Believed;

static void believed_clear(Believed *believed)
{
	store_free(believed->store);
	store_free(believed->before);
	g_free(believed->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Believed, believed_clear)

/* Joins everything as it is believed. False: that contradicts itself, so nobody believes it. */
static bool join_believed(Prepare *prepare, Believed *believed)
{
	believed->before = union_join(prepare->earlier, false);
	prepare->store = NULL;
	bool fits = prepare_belief(prepare, NULL);
	believed->store = g_steal_pointer(&prepare->store);
	return fits && believed->store != NULL;
}

/* False: there is no other reading than the one that is protected already. */
static bool believe(Prepare *prepare, Believed *believed)
{
	g_autoptr(GArray) was = reading_of(prepare);
	Store *store = prepare->store;
	bool outgrown = prepare->outgrown;
	for (guint n = 1; n < prepare->releases->len; n++)
		union_believe(prepare->releases, n, prepare_stand, prepare->places);
	g_autoptr(GArray) now = reading_of(prepare);
	bool other = !are_same(was, now) && join_believed(prepare, believed);
	believed->places = g_new(guint, prepare->newest->cells->len + 1);
	for (guint n = 0; n < prepare->newest->cells->len; n++)
		believed->places[n] = ((UnionCell *)prepare->newest->cells->pdata[n])->cell;
	read_again(prepare, was);
	prepare->store = store;
	prepare->outgrown = outgrown;
	return other;
}

/* What the store knows of the newest release's figures besides their numbers. */
static void give_rules(const Prepare *prepare, const Believed *believed)
{
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		if (cell->cell == UNION_NO_CELL || believed->places[n] == UNION_NO_CELL)
			continue;
		const StoreCell *from = store_cell(prepare->store, cell->cell);
		StoreCell *to = store_cell(believed->store, believed->places[n]);
		to->rule = from->rule;
		to->width = from->width;
		to->below = from->below;
		to->above = from->above;
		to->wanted = from->wanted;
		to->weight = from->weight;
		to->forced = to->forced || from->forced;
	}
}

static void take_hidden(const Prepare *prepare, const Believed *believed)
{
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		if (cell->table == NULL || cell->cell == UNION_NO_CELL)
			continue;
		const StoreCell *from = store_cell(believed->store, believed->places[n]);
		StoreCell *to = store_cell(prepare->store, cell->cell);
		if (from->state != CELL_HIDDEN || to->state != CELL_PUBLISHED)
			continue;
		to->state = CELL_HIDDEN;
		to->least = from->least;
	}
}

/* What RESULT refused of the believed store, as places in the other. */
static void name_refused(const Prepare *prepare, const Believed *believed, ProtectResult *result)
{
	g_autoptr(GArray) refused = g_steal_pointer(&result->refused);
	result->refused = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; refused != NULL && n < refused->len; n++)
		for (guint m = 0; m < prepare->newest->cells->len; m++) {
			const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, m);
			if (cell->cell != UNION_NO_CELL &&
			    believed->places[m] == g_array_index(refused, guint, n))
				g_array_append_val(result->refused, cell->cell);
		}
}

/* ── hiding more ── */

static bool protect_believed(const Prepare *prepare, const Believed *believed,
			     const ProtectRules *rules, guint *ret_hidden, ProtectResult *result,
			     GError **error)
{
	const AttackRule rule = { rules->width, rules->threshold, 0 };
	give_rules(prepare, believed);
	g_autoptr(Past) past = past_new(believed->before, &rule, NULL, 0, error);
	if (past != NULL &&
	    protect_more(believed->store, rules, past, PROTECT_TOLD, ret_hidden, result, error))
		return true;
	name_refused(prepare, believed, result);
	return false;
}

bool prepare_doubt(Prepare *prepare, const ProtectRules *rules, PrepareResult *states,
		   ProtectResult *result, GError **error)
{
	for (guint round = 0; round < ROUNDS; round++) {
		g_auto(Believed) believed = { 0 };
		guint hidden = 0;
		prepare_states(prepare, states);
		if (!believe(prepare, &believed))
			return true;
		if (!protect_believed(prepare, &believed, rules, &hidden, result, error))
			return false;
		g_autofree char *more = g_strdup_printf("%u", hidden);
		log_debug("read as unchanged but for what is printed", "release",
			  prepare->release_id, "withheld", more, NULL);
		if (hidden == 0)
			return true;
		take_hidden(prepare, &believed);
		g_autoptr(Past) past = prepare_past(prepare->before, rules, error);
		if (past == NULL ||
		    !protect_more(prepare->store, rules, past, PROTECT_ALL, &hidden, result, error))
			return false;
	}
	error_set(error, SHUMAR_ERROR_DISCLOSURE, "Publish fewer tables, or coarser ones.",
		  "release '%s': figures are still too narrow after %d readings",
		  prepare->release_id, ROUNDS);
	return false;
}
