#include "reports/release/prepare.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/progress.h"
#include "reports/release/desk.h"
#include "reports/release/prepare_private.h"

void prepare_result_clear(PrepareResult *result)
{
	g_clear_pointer(&result->release_id, g_free);
	g_clear_pointer(&result->content, g_free);
	g_clear_pointer(&result->exposed_in, g_ptr_array_unref);
	g_clear_pointer(&result->given_up_in, g_ptr_array_unref);
}

char *prepare_source(const PrepareResult *result)
{
	return result->run_no > 0 ? g_strdup_printf("run %" G_GINT64_FORMAT, result->run_no)
				  : g_strdup("its table");
}

static void free_periods(gpointer data)
{
	g_array_unref(data);
}

static void free_counts(gpointer data)
{
	counts_free(data);
}

static void prepare_clear(Prepare *prepare)
{
	g_free(prepare->as_at_day);
	districts_free(prepare->districts);
	g_clear_pointer(&prepare->values, g_array_unref);
	g_free(prepare->release_id);
	dimension_free(prepare->places);
	dimension_free(prepare->kinds);
	g_clear_pointer(&prepare->counts, g_hash_table_unref);
	g_clear_pointer(&prepare->periods, g_ptr_array_unref);
	lattice_free(prepare->lattice);
	g_free(prepare->figures);
	g_clear_pointer(&prepare->releases, g_ptr_array_unref);
	g_clear_pointer(&prepare->earlier, g_ptr_array_unref);
	union_release_free(prepare->newest);
	store_free(prepare->before);
	store_free(prepare->store);
	rules_free(prepare->rules);
	g_clear_pointer(&prepare->facts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Prepare, prepare_clear)

/* ── the run ── */

static gint64 number_of(const DatabaseResult *row, const char *column)
{
	int at = result_column(row, column);
	return result_is_null(row, 0, at) ? 0 : result_int64(row, 0, at);
}

static bool set_as_of(const Prepare *prepare, const char *run_no, GError **error)
{
	return database_exec(prepare->db, sqltext(SQL_REPORTS_AS_OF_SET), DATABASE_PARAMS(run_no),
			     NULL, error);
}

static bool go_back(const Prepare *prepare, GError **error)
{
	const char *text = prepare->asked->as_of;
	GDate day;
	bool number = text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
	bool is_day = !number && date_parse(text, &day, NULL);
	if (!number && !is_day) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Give the number of a run, or a day as 2024-08-31.",
			  "'%s' is neither a run nor a day", text);
		return false;
	}
	g_autoptr(DatabaseResult) row =
	    database_one(prepare->db, sqltext(SQL_REPORTS_AS_OF_FIND),
			 DATABASE_PARAMS(prepare->plan->jurisdiction, number ? text : NULL,
					 is_day ? text : NULL),
			 error);
	if (row == NULL)
		return false;
	if (!result_is_null(row, 0, 0))
		return set_as_of(prepare, result_text(row, 0, 0), error);
	error_set(error, SHUMAR_ERROR_USAGE, "'shumar etl status' shows the runs.",
		  "cannot prepare '%s' as of %s: nothing was published by then",
		  prepare->plan->name, text);
	return false;
}

/* What the clock says in a zone that is ZONE_S ahead, and its day, unless records are ahead of it.
 */
static bool read_clock(Prepare *prepare, gint64 zone_s, gint64 *ret_now_s, GError **error)
{
	g_autofree char *now = desk_now(prepare->db, error);
	if (now == NULL)
		return false;
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(now, NULL);
	*ret_now_s = g_date_time_to_unix(time);
	prepare->today = civil_date((CivilTime){ MAX(*ret_now_s, prepare->as_at_s), zone_s });
	return true;
}

static bool read_run(Prepare *prepare, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(prepare->db, sqltext(SQL_REPORTS_PUBLISHED),
			   DATABASE_PARAMS(prepare->plan->jurisdiction), error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 0) {
		error_set(error, SHUMAR_ERROR_UNPUBLISHED,
			  "Load records with 'shumar etl run', then prepare again.",
			  "cannot prepare '%s': nothing is published for the jurisdiction '%s' yet",
			  prepare->plan->name, prepare->plan->jurisdiction);
		return false;
	}
	if (result_bool(row, 0, result_column(row, "doubtful"))) {
		error_set(error, SHUMAR_ERROR_UNPUBLISHED,
			  "Prove and publish the figures again with 'shumar etl rebuild'.",
			  "cannot prepare '%s': a proof of the figures failed",
			  prepare->plan->name);
		return false;
	}
	prepare->run_no = number_of(row, "run_no");
	prepare->as_at_s = number_of(row, "as_at_s");
	CivilTime as_at = { prepare->as_at_s, number_of(row, "zone_s") };
	prepare->as_at = civil_date(as_at);
	prepare->as_at_day = date_text(&prepare->as_at);
	gint64 applied = number_of(row, "applied_run"), now_s = 0;
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, prepare->run_no);
	if (!read_clock(prepare, as_at.zone_s, &now_s, error))
		return false;
	return applied == 0 || applied == prepare->run_no || set_as_of(prepare, run, error);
}

static bool read_districts(Prepare *prepare, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(prepare->db, sqltext(SQL_REPORTS_DISTRICTS),
			   DATABASE_PARAMS(prepare->plan->jurisdiction, prepare->as_at_day), error);
	g_autoptr(DatabaseResult) aliases =
	    rows != NULL ? database_query(prepare->db, sqltext(SQL_REPORTS_DISTRICT_ALIASES),
					  DATABASE_NO_PARAMS, error)
			 : NULL;
	if (aliases == NULL)
		return false;
	prepare->districts = districts_new();
	for (int row = 0; row < result_rows(rows); row++)
		districts_add(prepare->districts, result_text_at(rows, row, "code"),
			      result_text_at(rows, row, "name_en"),
			      result_text_at(rows, row, "name_ur"),
			      result_text_at(rows, row, "division"));
	for (int row = 0; row < result_rows(aliases); row++)
		districts_add_alias(prepare->districts, result_text_at(aliases, row, "alias"),
				    result_text_at(aliases, row, "code"));
	return true;
}

static bool bind(Prepare *prepare, GError **error)
{
	ParameterWorld world = { prepare->districts, prepare->as_at };
	prepare->values = plan_bind(prepare->plan, prepare->asked->words, &world, error);
	if (prepare->values == NULL)
		return false;
	prepare->release_id = prepare->asked->release_id != NULL
				  ? g_strdup(prepare->asked->release_id)
				  : plan_release_id(prepare->plan, prepare->values);
	return true;
}

/* ── dimensions ── */

static bool read_dimensions(Prepare *prepare, GError **error)
{
	if (prepare->plan->counts != NULL)
		return prepare_table(prepare, error);
	prepare->places = counts_places(prepare->db, prepare->plan->jurisdiction, error);
	if (prepare->places != NULL)
		prepare->kinds = counts_kinds(prepare->db, error);
	return prepare->kinds != NULL;
}

/* ── the union ── */

/* Which figures are new ones, by what is printed. */
static bool find_versions(Prepare *prepare, GError **error)
{
	prepare->outgrown = false;
	for (guint n = 0; n < prepare->newest->cells->len; n++)
		((UnionCell *)prepare->newest->cells->pdata[n])->evidence = false;
	union_versions(prepare->earlier, prepare->newest, prepare_stand, prepare->places,
		       prepare->rules->zeros == ZEROS_PUBLISHED);
	return prepare_belief(prepare, error);
}

static bool join(Prepare *prepare, GError **error)
{
	prepare->earlier = union_load(prepare->db, prepare->release_id, true, error);
	if (prepare->earlier == NULL)
		return false;
	prepare->releases = g_ptr_array_new();
	for (guint n = 0; n < prepare->earlier->len; n++)
		g_ptr_array_add(prepare->releases, prepare->earlier->pdata[n]);
	prepare->before = union_join(prepare->earlier, false);
	g_ptr_array_add(prepare->releases, prepare->newest);
	return find_versions(prepare, error);
}

/* What contradicted earlier releases may have been withheld since, and versions that come of it
 * would tell readers that it does. So they are found once more; *RET_SAME: they are the same. */
static bool join_again(Prepare *prepare, bool *ret_same, GError **error)
{
	*ret_same = true;
	if (!prepare->outgrown)
		return true;
	g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Store) guarded = g_steal_pointer(&prepare->store);
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		g_ptr_array_add(before, g_steal_pointer(&cell->version));
	}
	if (!find_versions(prepare, error))
		return false;
	for (guint n = 0; n < before->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		*ret_same = *ret_same && strcmp(cell->version, before->pdata[n]) == 0;
	}
	if (*ret_same) {
		store_free(prepare->store);
		prepare->store = g_steal_pointer(&guarded);
	}
	return true;
}

/* ── protecting ── */

static UnionCell *headline_cell(const Prepare *prepare, const PlanHeadline *headline)
{
	const PlanTable *table = g_ptr_array_index(prepare->plan->tables, headline->table);
	const GArray *periods = g_ptr_array_index(prepare->periods, headline->table);
	const Period *newest = &g_array_index(periods, Period, periods->len - 1);
	g_autofree char *place = plan_text(prepare->plan, prepare->values, headline->place);
	g_autofree char *first = date_text(&newest->first);
	g_autofree char *last = date_text(&newest->last);
	g_autofree char *key =
	    g_strdup_printf("%s|%s|%s|%s|%s", table->measure, place, headline->kind, first, last);
	return g_hash_table_lookup(prepare->newest->keys, key);
}

static void refuse_headline(const Prepare *prepare, const PlanHeadline *headline, const char *why,
			    GError **error)
{
	g_autofree char *place = plan_text(prepare->plan, prepare->values, headline->place);
	g_autofree char *table = plan_call(prepare->plan->tables->pdata[headline->table]);
	error_set(error, SHUMAR_ERROR_DISCLOSURE, "Publish a longer period or a larger place.",
		  "release '%s' cannot have its headline (table %s, %s, %s): %s",
		  prepare->release_id, table, place, headline->kind, why);
}

/* Headlines have to stay published; one that would identify somebody is refused. */
static bool force_headlines(const Prepare *prepare, GError **error)
{
	for (guint n = 0; n < prepare->plan->headlines->len; n++) {
		const PlanHeadline *headline = g_ptr_array_index(prepare->plan->headlines, n);
		const UnionCell *cell = headline_cell(prepare, headline);
		StoreCell *joined = cell != NULL && cell->cell != UNION_NO_CELL
					? store_cell(prepare->store, cell->cell)
					: NULL;
		const char *why = cell == NULL    ? "no table has such a figure"
				  : cell->missing ? "records do not cover it"
				  : cell->state == CELL_HIDDEN
				      ? "it was withheld in an earlier release"
				      : NULL;
		if (why == NULL && joined != NULL && joined->rule != NULL && !joined->forced)
			why =
			    "it is so small, or of so few stations or FIRs, that persons could be "
			    "told";
		if (why != NULL) {
			refuse_headline(prepare, headline, why, error);
			return false;
		}
		if (joined != NULL)
			joined->forced = true;
	}
	return true;
}

static bool is_wanted(const Prepare *prepare, const UnionCell *cell)
{
	for (guint n = 0; n < prepare->plan->wanted->len; n++) {
		const PlanHeadline *wanted = g_ptr_array_index(prepare->plan->wanted, n);
		const PlanTable *table = g_ptr_array_index(prepare->plan->tables, wanted->table);
		g_autofree char *place = plan_text(prepare->plan, prepare->values, wanted->place);
		if (g_strcmp0(cell->table, table->name) == 0 && strcmp(cell->place, place) == 0 &&
		    strcmp(cell->kind, wanted->kind) == 0)
			return true;
	}
	return false;
}

static void mark_wanted(const Prepare *prepare)
{
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		if (cell->cell != UNION_NO_CELL && !cell->missing)
			store_cell(prepare->store, cell->cell)->wanted = is_wanted(prepare, cell);
	}
}

/* Which figures were public although a rule would hide them now. */
static void tell_exposed(const Prepare *prepare, const ProtectResult *protected,
			 PrepareResult *result)
{
	result->exposed = protected->exposed != NULL ? protected->exposed->len : 0;
	for (guint n = 0; n < result->exposed; n++) {
		const StoreCell *cell =
		    store_cell(prepare->store, g_array_index(protected->exposed, guint, n));
		const char *version = strrchr(cell->key, '|');
		g_ptr_array_add(result->exposed_in,
				g_strdup_printf("%.*s was public in %s: it cannot be protected",
						(int)(version - cell->key), cell->key,
						version + 1));
	}
}

/* Which figures of earlier releases could be found before, and still can. */
static void tell_given_up(const Prepare *prepare, const ProtectResult *protected,
			  PrepareResult *result)
{
	result->given_up = protected->given_up != NULL ? protected->given_up->len : 0;
	for (guint n = 0; n < result->given_up; n++) {
		const StoreCell *cell =
		    store_cell(prepare->store, g_array_index(protected->given_up, guint, n));
		g_ptr_array_add(result->given_up_in, union_since(cell->key));
	}
}

static bool guard(Prepare *prepare, PrepareResult *result, GError **error)
{
	g_auto(ProtectResult) protected = { 0 };
	if (!prepare_rules(prepare, error) || !force_headlines(prepare, error))
		return false;
	mark_wanted(prepare);
	if (!prepare_guard(prepare, &protected, result, error))
		return false;
	tell_exposed(prepare, &protected, result);
	tell_given_up(prepare, &protected, result);
	return true;
}

/* Guarded until nothing that is withheld has made a version. What is withheld stays so meanwhile.
 */
static bool guard_as_printed(Prepare *prepare, PrepareResult *ret_result, GError **error)
{
	for (bool same = false; !same;) {
		g_auto(PrepareResult) result = { 0 };
		result.exposed_in = g_ptr_array_new_with_free_func(g_free);
		result.given_up_in = g_ptr_array_new_with_free_func(g_free);
		if (!guard(prepare, &result, error) || !join_again(prepare, &same, error))
			return false;
		prepare_result_clear(ret_result);
		*ret_result = result;
		result = (PrepareResult){ 0 };
	}
	return true;
}

/* ── the whole ── */

typedef bool (*Step)(Prepare *prepare, GError **error);

static const Step steps[] = { prepare_figures, join };

/* Of a table nobody knows until when it was kept: it is taken as it is now. */
static bool read_now(Prepare *prepare, GError **error)
{
	if (!read_clock(prepare, 0, &prepare->as_at_s, error))
		return false;
	prepare->as_at = civil_date((CivilTime){ prepare->as_at_s, 0 });
	prepare->as_at_day = date_text(&prepare->as_at);
	prepare->districts = districts_new();
	return bind(prepare, error) && read_dimensions(prepare, error);
}

static bool begin(Prepare *prepare, GError **error)
{
	prepare->rules = rules_read(prepare->asked->rules, error);
	if (prepare->rules == NULL)
		return false;
	if (prepare->plan->counts != NULL)
		return read_now(prepare, error);
	return (prepare->asked->as_of == NULL || go_back(prepare, error)) &&
	       read_run(prepare, error) && read_districts(prepare, error) && bind(prepare, error) &&
	       read_dimensions(prepare, error);
}

bool prepare_release(Database *db, const Config *config, const PrepareAsked *asked,
		     PrepareResult *ret_result, GError **error)
{
	g_auto(Prepare)
	    prepare = { .db = db, .config = config, .asked = asked, .plan = asked->plan };
	g_auto(PrepareResult) result = { 0 };
	prepare.counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_counts);
	prepare.periods = g_ptr_array_new_with_free_func(free_periods);
	prepare.facts = g_ptr_array_new_with_free_func(g_free);
	if (!begin(&prepare, error))
		return false;
	g_autofree char *title = g_strdup_printf("prepare %s", prepare.release_id);
	g_autoptr(Progress) progress =
	    progress_begin(title, "steps", (gint64)G_N_ELEMENTS(steps) + 2);
	for (gsize n = 0; n < G_N_ELEMENTS(steps); n++) {
		if (!steps[n](&prepare, error))
			return false;
		progress_add(progress, 1);
	}
	if (!guard_as_printed(&prepare, &result, error))
		return false;
	progress_add(progress, 1);
	if (!prepare_facts(&prepare, error) || !prepare_write(&prepare, &result, error))
		return false;
	result.release_id = g_steal_pointer(&prepare.release_id);
	result.run_no = prepare.run_no;
	*ret_result = result;
	result = (PrepareResult){ 0 };
	return true;
}
