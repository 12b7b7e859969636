/* The tables of schema release. */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/release/desk.h"
#include "reports/release/prepare_private.h"

static const char *state_of(const UnionCell *cell)
{
	if (cell->missing)
		return "missing";
	return cell->state == CELL_PUBLISHED ? "published"
	       : cell->state == CELL_HIDDEN  ? "hidden"
					     : "unpublished";
}

/* ── what the release is, in one sum of its public parts ── */

static void sum_line(GChecksum *sum, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void sum_line(GChecksum *sum, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *line = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_checksum_update(sum, (const guchar *)line, -1);
}

/* Of no value that is not published. Transfer full. */
static char *content_of(const Prepare *prepare)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	const UnionRelease *newest = prepare->newest;
	for (guint n = 0; n < newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(newest->cells, n);
		bool printed = !cell->missing && cell->state == CELL_PUBLISHED;
		sum_line(sum, "%s|%s|%s|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%s|%d|%d\n",
			 cell->key, cell->version, cell->table != NULL ? cell->table : "",
			 state_of(cell), printed ? cell->value : -1, cell->least, cell->coverage,
			 cell->provisional, cell->revised);
	}
	for (guint n = 0; n < newest->sums->len; n++) {
		const UnionSum *terms = g_ptr_array_index(newest->sums, n);
		for (guint m = 0; m < terms->terms->len; m++) {
			const StoreTerm *term = &g_array_index(terms->terms, StoreTerm, m);
			sum_line(sum, "%u %u %" G_GINT64_FORMAT "\n", n, term->cell, term->factor);
		}
	}
	for (guint n = 0; n < prepare->facts->len; n++)
		sum_line(sum, "%s\n", (const char *)prepare->facts->pdata[n]);
	return g_strdup(g_checksum_get_string(sum));
}

/* ── copying ── */

static bool copy(Database *db, const char *path, const GString *lines, GError **error)
{
	return database_copy_in(db, sqltext(path), error) &&
	       database_copy_write(db, lines->str, lines->len, error) &&
	       database_copy_end(db, NULL, NULL, error);
}

static void cell_line(const Prepare *prepare, guint number, const UnionCell *cell, GString *lines)
{
	g_autofree char *first = prepare_day(cell->first);
	g_autofree char *last = prepare_day(cell->last);
	bool printed = !cell->missing && cell->state == CELL_PUBLISHED;
	g_string_append_printf(lines, "%s\t%u\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t",
			       prepare->release_id, number, cell->key, cell->measure, cell->place,
			       cell->kind, first, last, cell->table != NULL ? cell->table : "\\N",
			       state_of(cell));
	if (printed)
		g_string_append_printf(lines, "%" G_GINT64_FORMAT, cell->value);
	else
		g_string_append(lines, "\\N");
	g_string_append_printf(lines, "\t%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\n", cell->least,
			       cell->coverage, cell->provisional ? "t" : "f", cell->version,
			       cell->revised ? "t" : "f");
}

static bool write_cells(const Prepare *prepare, GError **error)
{
	g_autoptr(GString) cells = g_string_new(NULL);
	g_autoptr(GString) hidden = g_string_new(NULL);
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		cell_line(prepare, n + 1, cell, cells);
		if (cell->missing || cell->state == CELL_PUBLISHED)
			continue;
		const char *rule = cell->rule != NULL           ? cell->rule
				   : cell->state == CELL_HIDDEN ? RULE_SECONDARY
								: "finer";
		g_string_append_printf(hidden, "%s\t%u\t%" G_GINT64_FORMAT "\t%s\n",
				       prepare->release_id, n + 1, cell->value, rule);
	}
	return copy(prepare->db, SQL_RELEASE_COPY_CELL, cells, error) &&
	       copy(prepare->db, SQL_RELEASE_COPY_HIDDEN, hidden, error);
}

static bool write_sums(const Prepare *prepare, GError **error)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	for (guint n = 0; n < prepare->newest->sums->len; n++) {
		const UnionSum *sum = g_ptr_array_index(prepare->newest->sums, n);
		for (guint m = 0; m < sum->terms->len; m++) {
			const StoreTerm *term = &g_array_index(sum->terms, StoreTerm, m);
			g_string_append_printf(lines, "%s\t%u\t%u\t%" G_GINT64_FORMAT "\n",
					       prepare->release_id, n + 1, term->cell + 1,
					       term->factor);
		}
	}
	return copy(prepare->db, SQL_RELEASE_COPY_SUM, lines, error);
}

/* ── tables and facts ── */

/* "{a,b}" of codes; NULL of none. Transfer full. */
static char *codes_text(const Dimension *dimension, const GArray *members)
{
	if (members == NULL)
		return NULL;
	g_autoptr(GString) text = g_string_new("{");
	for (guint n = 0; n < members->len; n++)
		g_string_append_printf(
		    text, "%s\"%s\"", n > 0 ? "," : "",
		    dimension_member(dimension, g_array_index(members, guint, n))->code);
	g_string_append_c(text, '}');
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool write_lists(const Prepare *prepare, GError **error)
{
	for (guint n = 0; n < prepare->plan->tables->len; n++) {
		const LatticeTable *table = g_ptr_array_index(prepare->lattice->tables, n);
		g_autofree char *number = g_strdup_printf("%u", n + 1);
		g_autofree char *places = codes_text(prepare->places, table->places);
		g_autofree char *kinds = codes_text(prepare->kinds, table->kinds);
		g_autofree char *firsts = prepare_days(table->spans, false);
		g_autofree char *lasts = prepare_days(table->spans, true);
		const char *place = dimension_level(prepare->places, table->place_level)->name;
		const char *kind = dimension_level(prepare->kinds, table->kind_level)->name;
		if (!database_exec(prepare->db, sqltext(SQL_RELEASE_LIST_PUT),
				   DATABASE_PARAMS(prepare->release_id, number, table->name,
						   table->measure, place, kind, places, kinds,
						   firsts, lasts),
				   NULL, error))
			return false;
	}
	return true;
}

static bool write_facts(const Prepare *prepare, GError **error)
{
	for (guint n = 0; n + 1 < prepare->facts->len; n += 2) {
		if (!database_exec(prepare->db, sqltext(SQL_RELEASE_FACT_PUT),
				   DATABASE_PARAMS(prepare->release_id, prepare->facts->pdata[n],
						   prepare->facts->pdata[n + 1]),
				   NULL, error))
			return false;
	}
	return true;
}

/* ── the release ── */

/* {"month":"2026-10"}; values have no quotes or backslashes but in texts. Transfer full. */
static char *params_text(const Prepare *prepare)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint n = 0; n < prepare->values->len; n++) {
		const PlanParameter *parameter = g_ptr_array_index(prepare->plan->parameters, n);
		detail_add(text, parameter->name,
			   g_array_index(prepare->values, ParameterValue, n).text);
	}
	return g_strdup_printf("{%s}", text->str);
}

static bool check_state(const Prepare *prepare, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(prepare->db, sqltext(SQL_RELEASE_RELEASE_STATE),
			   DATABASE_PARAMS(prepare->release_id), error);
	if (row == NULL)
		return false;
	const char *state = result_rows(row) > 0 ? result_text(row, 0, 0) : "prepared";
	static const char *const public[] = { "published", "withdrawn", "replaced", NULL };
	if (!g_strv_contains(public, state))
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "'shumar release correct' makes one that replaces it.",
		  "cannot prepare '%s' again: it is %s, and what was public cannot be altered",
		  prepare->release_id, state);
	return false;
}

static bool forget(const Prepare *prepare, GError **error)
{
	static const char *const paths[] = { SQL_RELEASE_FORGET_SUM, SQL_RELEASE_FORGET_HIDDEN,
					     SQL_RELEASE_FORGET_CELL, SQL_RELEASE_FORGET_FACT,
					     SQL_RELEASE_FORGET_LIST };
	for (gsize n = 0; n < G_N_ELEMENTS(paths); n++) {
		if (!database_exec(prepare->db, sqltext(paths[n]),
				   DATABASE_PARAMS(prepare->release_id), NULL, error))
			return false;
	}
	return true;
}

static bool write_release(const Prepare *prepare, const char *content, GError **error)
{
	g_autofree char *now = desk_now(prepare->db, error);
	if (now == NULL)
		return false;
	g_autofree char *params = params_text(prepare);
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, prepare->run_no);
	g_autofree char *as_at = g_strdup_printf("%" G_GINT64_FORMAT, prepare->as_at_s);
	g_autoptr(GString) papers = g_string_new(NULL);
	for (guint n = 0; n < prepare->plan->papers->len; n++)
		g_string_append_printf(papers, "%s%s", n > 0 ? "," : "",
				       (char *)prepare->plan->papers->pdata[n]);
	return database_exec(prepare->db, sqltext(SQL_RELEASE_RELEASE_PUT),
			     DATABASE_PARAMS(prepare->release_id, prepare->plan->name, params, run,
					     as_at, prepare->plan->jurisdiction, content, now,
					     papers->str),
			     NULL, error);
}

bool prepare_write(Prepare *prepare, PrepareResult *result, GError **error)
{
	result->content = content_of(prepare);
	return check_state(prepare, error) && forget(prepare, error) &&
	       write_release(prepare, result->content, error) && write_lists(prepare, error) &&
	       write_cells(prepare, error) && write_sums(prepare, error) &&
	       write_facts(prepare, error);
}
