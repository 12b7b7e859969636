#include "reports/release/union.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/period.h"
#include "reports/release/outgrown.h"

static void free_cell(gpointer data)
{
	UnionCell *cell = data;
	g_free(cell->key);
	g_free(cell->measure);
	g_free(cell->place);
	g_free(cell->kind);
	g_free(cell->version);
	g_free(cell->table);
	g_free(cell->rule);
	g_free(cell);
}

static void free_sum(gpointer data)
{
	UnionSum *sum = data;
	g_free(sum->name);
	g_array_unref(sum->terms);
	g_free(sum);
}

static void free_release(gpointer data)
{
	union_release_free(data);
}

UnionRelease *union_release_new(const char *release_id)
{
	UnionRelease *release = g_new0(UnionRelease, 1);
	release->release_id = g_strdup(release_id);
	release->cells = g_ptr_array_new_with_free_func(free_cell);
	release->sums = g_ptr_array_new_with_free_func(free_sum);
	release->keys = g_hash_table_new(g_str_hash, g_str_equal);
	return release;
}

void union_release_free(UnionRelease *release)
{
	if (release == NULL)
		return;
	g_free(release->release_id);
	g_hash_table_unref(release->keys);
	g_ptr_array_unref(release->cells);
	g_ptr_array_unref(release->sums);
	g_free(release);
}

static char *day_of(guint32 julian)
{
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, julian);
	return date_text(&date);
}

/* What a measure is counted of is data of its file; "a-b" is what of a is not in b. */
static bool has_rules(const char *measure)
{
	g_auto(GStrv) parts = g_strsplit(measure, "-", 2);
	g_autofree char *path = g_strdup_printf("release/counts_%s.sql", parts[0]);
	const SqlText *file = sqltext_find(path);
	g_autofree char *protects = file != NULL ? sqltext_header(file->text, "protects") : NULL;
	return g_strcmp0(protects, "none") != 0;
}

UnionCell *union_add_cell(UnionRelease *release, const char *measure, const char *place,
			  const char *kind, guint32 first, guint32 last)
{
	g_autofree char *first_on = day_of(first);
	g_autofree char *last_on = day_of(last);
	UnionCell *cell = g_new0(UnionCell, 1);
	cell->key = g_strdup_printf("%s|%s|%s|%s|%s", measure, place, kind, first_on, last_on);
	cell->measure = g_strdup(measure);
	cell->place = g_strdup(place);
	cell->kind = g_strdup(kind);
	cell->first = first;
	cell->last = last;
	cell->state = CELL_UNPUBLISHED;
	cell->coverage = "covered";
	cell->protects = true;
	cell->cell = UNION_NO_CELL;
	g_ptr_array_add(release->cells, cell);
	g_hash_table_insert(release->keys, cell->key, cell);
	return cell;
}

/* ── reading ── */

static guint32 julian_at(const DatabaseResult *rows, int row, const char *column)
{
	GDate date;
	bool is = result_date(rows, row, result_column(rows, column), &date);
	g_assert(is);
	return g_date_get_julian(&date);
}

static gint64 number_at(const DatabaseResult *rows, int row, const char *column)
{
	int at = result_column(rows, column);
	return result_is_null(rows, row, at) ? 0 : result_int64(rows, row, at);
}

static bool add_row(const DatabaseResult *row, gpointer payload, GError **error)
{
	(void)error;
	UnionRelease *release = payload;
	const char *state = result_text_at(row, 0, "state");
	UnionCell *cell =
	    union_add_cell(release, result_text_at(row, 0, "measure"),
			   result_text_at(row, 0, "place"), result_text_at(row, 0, "kind"),
			   julian_at(row, 0, "first_on"), julian_at(row, 0, "last_on"));
	cell->missing = strcmp(state, "missing") == 0;
	cell->state = strcmp(state, "published") == 0 ? CELL_PUBLISHED
		      : strcmp(state, "hidden") == 0  ? CELL_HIDDEN
						      : CELL_UNPUBLISHED;
	cell->value = number_at(row, 0, "true_value");
	cell->least = number_at(row, 0, "least");
	cell->version = g_strdup(result_text_at(row, 0, "version"));
	cell->table = g_strdup(result_text_at(row, 0, "table_name"));
	cell->rule = g_strdup(result_text_at(row, 0, "rule"));
	cell->protects = has_rules(cell->measure);
	return true;
}

static bool add_term(const DatabaseResult *row, gpointer payload, GError **error)
{
	(void)error;
	UnionRelease *release = payload;
	guint number = (guint)number_at(row, 0, "sum_no");
	while (release->sums->len < number) {
		UnionSum *sum = g_new0(UnionSum, 1);
		sum->name =
		    g_strdup_printf("sum %u of %s", release->sums->len + 1, release->release_id);
		sum->terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
		g_ptr_array_add(release->sums, sum);
	}
	UnionSum *sum = g_ptr_array_index(release->sums, number - 1);
	StoreTerm term = { (guint)number_at(row, 0, "cell_no") - 1, number_at(row, 0, "factor") };
	g_array_append_val(sum->terms, term);
	return true;
}

UnionRelease *union_load_one(Database *db, const char *release_id, bool values, GError **error)
{
	g_autoptr(UnionRelease) release = union_release_new(release_id);
	if (!database_each(db, sqltext(SQL_RELEASE_UNION_CELLS), DATABASE_PARAMS(release_id),
			   add_row, release, error) ||
	    !database_each(db, sqltext(SQL_RELEASE_UNION_SUMS), DATABASE_PARAMS(release_id),
			   add_term, release, error))
		return NULL;
	for (guint n = 0; n < release->cells->len && !values; n++) {
		UnionCell *cell = g_ptr_array_index(release->cells, n);
		if (cell->state != CELL_PUBLISHED)
			cell->value = 0;
		g_clear_pointer(&cell->rule, g_free);
	}
	return g_steal_pointer(&release);
}

GPtrArray *union_load(Database *db, const char *except, bool values, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_RELEASE_UNION_RELEASES), DATABASE_PARAMS(except), error);
	g_autoptr(GPtrArray) releases = g_ptr_array_new_with_free_func(free_release);
	if (rows == NULL)
		return NULL;
	for (int row = 0; row < result_rows(rows); row++) {
		UnionRelease *release =
		    union_load_one(db, result_text_at(rows, row, "release_id"), values, error);
		if (release == NULL)
			return NULL;
		g_ptr_array_add(releases, release);
	}
	return g_steal_pointer(&releases);
}

/* ── versions ── */

/* What is public of a figure, of its latest version. */
typedef struct {
	const char *version;
	CellState state;
	gint64 value;
	bool hidden; /* in some release, of whichever version */
} Known;

static void know(GHashTable *known, const UnionCell *cell)
{
	Known *latest = g_hash_table_lookup(known, cell->key);
	if (cell->missing)
		return;
	bool hidden = cell->state == CELL_HIDDEN || (latest != NULL && latest->hidden);
	if (latest == NULL) {
		latest = g_new0(Known, 1);
		g_hash_table_insert(known, cell->key, latest);
	} else if (strcmp(latest->version, cell->version) == 0) {
		latest->hidden = hidden;
		if (latest->state == CELL_PUBLISHED ||
		    (latest->state == CELL_HIDDEN && cell->state == CELL_UNPUBLISHED))
			return;
	}
	*latest = (Known){ cell->version, cell->state, cell->value, hidden };
}

typedef struct {
	UnionPlaces places;
	gpointer payload;
	bool zeros_told;
	GPtrArray *changed; /* of const UnionCell: published figures with another value now */
} Revision;

/* Measures that are counted of the same records: "cases_registered" and "cases_rape_principal". */
static bool same_records(const UnionCell *a, const UnionCell *b)
{
	gsize length = strcspn(a->measure, "_");
	return strncmp(a->measure, b->measure, length + 1) == 0;
}

/* True when B is a smaller part of A. */
static bool is_part(const Revision *revision, const UnionCell *a, const UnionCell *b)
{
	if (!same_records(a, b) || b->first < a->first || b->last > a->last ||
	    revision->places(b->place, a->place, revision->payload) != UNION_WITHIN)
		return false;
	return b->first > a->first || b->last < a->last || strcmp(a->place, b->place) != 0;
}

/* Leaves the smallest changed figures: the others changed since these did. */
static void keep_smallest(Revision *revision)
{
	g_autoptr(GPtrArray) all = g_steal_pointer(&revision->changed);
	revision->changed = g_ptr_array_new();
	for (guint n = 0; n < all->len; n++) {
		bool smallest = true;
		for (guint m = 0; m < all->len && smallest; m++)
			smallest = m == n || !is_part(revision, all->pdata[n], all->pdata[m]);
		if (smallest)
			g_ptr_array_add(revision->changed, all->pdata[n]);
	}
}

static bool in_revised(const Revision *revision, const UnionCell *cell)
{
	for (guint n = 0; n < revision->changed->len; n++) {
		const UnionCell *changed = g_ptr_array_index(revision->changed, n);
		if (same_records(changed, cell) && changed->first <= cell->last &&
		    changed->last >= cell->first &&
		    revision->places(cell->place, changed->place, revision->payload) != UNION_APART)
			return true;
	}
	return false;
}

static bool was_printed(const Known *known)
{
	return known != NULL && known->state == CELL_PUBLISHED;
}

/* What was withheld stays withheld, whatever its version: who takes a figure that is printed now
 * for what was withheld then is seldom far out. Where all zeros are told, so is one that became 0.
 */
static bool stays_hidden(const Revision *revision, const Known *known, const UnionCell *cell)
{
	return known != NULL && known->hidden && cell->table != NULL &&
	       (cell->value != 0 || !revision->zeros_told);
}

static void find_version(const Revision *revision, const Known *known, const char *release_id,
			 UnionCell *cell)
{
	bool printed = was_printed(known);
	bool listed = cell->table != NULL;
	bool same = known != NULL &&
		    (printed && listed ? known->value == cell->value : !in_revised(revision, cell));
	cell->version = g_strdup(same ? known->version : release_id);
	cell->revised = printed && listed && !same;
	cell->kept = same && listed && known->state != CELL_UNPUBLISHED;
	if (cell->kept)
		cell->state = known->state;
	else if (!printed && stays_hidden(revision, known, cell)) {
		cell->kept = true;
		cell->state = CELL_HIDDEN;
	}
}

bool union_was_printed(const Store *store, const UnionCell *cell)
{
	const StoreCell *joined = store_cell(store, cell->cell);
	return joined->forced && joined->state == CELL_PUBLISHED && cell->table != NULL;
}

bool union_revise(UnionRelease *newest, const Store *store, const GPtrArray *cells,
		  UnionPlaces places, gpointer payload, bool zeros_told)
{
	bool any = false;
	Revision revision = { places, payload, zeros_told, g_ptr_array_new() };
	for (guint n = 0; n < cells->len; n++)
		g_ptr_array_add(revision.changed, cells->pdata[n]);
	keep_smallest(&revision);
	for (guint n = 0; n < newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(newest->cells, n);
		if (cell->cell == UNION_NO_CELL || union_was_printed(store, cell) ||
		    strcmp(cell->version, newest->release_id) == 0 || !in_revised(&revision, cell))
			continue;
		g_free(cell->version);
		cell->version = g_strdup(newest->release_id);
		/* what was withheld stays withheld, whatever its version */
		cell->kept = cell->state == CELL_HIDDEN && (cell->value != 0 || !zeros_told);
		if (cell->table != NULL && !cell->kept)
			cell->state = CELL_PUBLISHED;
		any = true;
	}
	g_ptr_array_unref(revision.changed);
	return any;
}

/* What the first COUNT of RELEASES tell. Transfer full. */
static GHashTable *known_of(const GPtrArray *releases, guint count)
{
	GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	for (guint n = 0; n < count; n++) {
		const UnionRelease *release = g_ptr_array_index(releases, n);
		for (guint m = 0; m < release->cells->len; m++)
			know(known, release->cells->pdata[m]);
	}
	return known;
}

static void find_changed(Revision *revision, GHashTable *known, const UnionRelease *newest)
{
	for (guint n = 0; n < newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(newest->cells, n);
		const Known *was = g_hash_table_lookup(known, cell->key);
		if (!cell->missing && cell->table != NULL && was_printed(was) &&
		    was->value != cell->value)
			g_ptr_array_add(revision->changed, cell);
	}
}

void union_versions(const GPtrArray *earlier, UnionRelease *newest, UnionPlaces places,
		    gpointer payload, bool zeros_told)
{
	g_autoptr(GHashTable) known = known_of(earlier, earlier->len);
	Revision revision = { places, payload, zeros_told, g_ptr_array_new() };
	find_changed(&revision, known, newest);
	keep_smallest(&revision);
	for (guint n = 0; n < newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(newest->cells, n);
		if (cell->missing)
			cell->version = g_strdup(newest->release_id);
		else
			find_version(&revision, g_hash_table_lookup(known, cell->key),
				     newest->release_id, cell);
	}
	g_ptr_array_unref(revision.changed);
}

/* Adds what RELEASE has outgrown; what it prints says more than what was KNOWN. */
static void find_outgrown(Revision *revision, GHashTable *known, const UnionRelease *release)
{
	g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(OutgrownTold));
	GStringChunk *names = g_string_chunk_new(4096);
	for (guint n = 0; n < release->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(release->cells, n);
		const Known *was = g_hash_table_lookup(known, cell->key);
		bool now = cell->table != NULL && cell->state == CELL_PUBLISHED;
		if (cell->missing || (!now && !was_printed(was)))
			continue;
		g_autofree char *name =
		    g_strdup_printf("%s|%s|%s", cell->measure, cell->place, cell->kind);
		OutgrownTold one = {
			g_string_chunk_insert_const(names, name), cell->first, cell->last,
			now ? cell->value : was->value,           now,         cell
		};
		g_array_append_val(told, one);
	}
	g_autoptr(GPtrArray) found = outgrown_find(told);
	for (guint n = 0; n < found->len; n++)
		g_ptr_array_add(revision->changed, found->pdata[n]);
	g_string_chunk_free(names);
}

void union_believe(const GPtrArray *releases, guint number, UnionPlaces places, gpointer payload)
{
	UnionRelease *release = g_ptr_array_index(releases, number);
	g_autoptr(GHashTable) known = known_of(releases, number);
	Revision revision = { places, payload, false, g_ptr_array_new() };
	find_changed(&revision, known, release);
	find_outgrown(&revision, known, release);
	keep_smallest(&revision);
	for (guint n = 0; n < release->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(release->cells, n);
		const Known *was = g_hash_table_lookup(known, cell->key);
		bool same = was != NULL && (was_printed(was) && cell->table != NULL
						? was->value == cell->value
						: !in_revised(&revision, cell));
		g_free(cell->version);
		cell->version =
		    g_strdup(same && !cell->missing ? was->version : release->release_id);
	}
	g_ptr_array_unref(revision.changed);
}

/* ── joining ── */

static void join_cell(Store *store, UnionCell *cell, bool last)
{
	g_autofree char *key = g_strdup_printf("%s|%s", cell->key, cell->version);
	guint place = 0;
	bool there = store_find(store, key, &place);
	if (!there)
		place = store_add(store, key, cell->value);
	StoreCell *joined = store_cell(store, place);
	cell->cell = place;
	/* a figure is what it was when it was first told of, until it is revised: who came late is
	 * in no sum that was printed of it; what is printed is what was printed */
	if (cell->state == CELL_PUBLISHED)
		joined->value = cell->value;
	if (!there || (joined->state != CELL_PUBLISHED && cell->state != CELL_UNPUBLISHED))
		joined->state = cell->state;
	joined->least = MAX(joined->least, cell->least);
	if (!last && cell->state == CELL_PUBLISHED)
		joined->forced = true;
}

static void join_sums(Store *store, const UnionRelease *release)
{
	for (guint n = 0; n < release->sums->len; n++) {
		const UnionSum *sum = g_ptr_array_index(release->sums, n);
		g_autofree guint *cells = g_new(guint, sum->terms->len);
		g_autofree gint64 *factors = g_new(gint64, sum->terms->len);
		for (guint m = 0; m < sum->terms->len; m++) {
			const StoreTerm *term = &g_array_index(sum->terms, StoreTerm, m);
			const UnionCell *cell = g_ptr_array_index(release->cells, term->cell);
			g_assert(cell->cell != UNION_NO_CELL);
			cells[m] = cell->cell;
			factors[m] = term->factor;
		}
		store_equate(store, sum->name, cells, factors, sum->terms->len);
	}
}

Store *union_join(const GPtrArray *releases, bool all)
{
	Store *store = store_new();
	for (guint n = 0; n < releases->len; n++) {
		const UnionRelease *release = g_ptr_array_index(releases, n);
		for (guint m = 0; m < release->cells->len; m++) {
			UnionCell *cell = g_ptr_array_index(release->cells, m);
			if (!cell->missing && (all || cell->protects))
				join_cell(store, cell, n + 1 == releases->len);
		}
		join_sums(store, release);
	}
	return store;
}

char *union_since(const char *key)
{
	const char *version = strrchr(key, '|');
	return g_strdup_printf("%.*s is not protected since %s", (int)(version - key), key,
			       version + 1);
}

Store *union_public(Database *db, const char *release_id, Store **ret_before, GError **error)
{
	g_autoptr(GPtrArray) releases = union_load(db, release_id, false, error);
	UnionRelease *own = releases != NULL ? union_load_one(db, release_id, false, error) : NULL;
	if (own == NULL)
		return NULL;
	*ret_before = union_join(releases, true);
	g_ptr_array_add(releases, own);
	return union_join(releases, true);
}
