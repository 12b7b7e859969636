#include "reports/release/standing.h"

#include "core/config/problem.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

void standing_free(Standing *standing)
{
	if (standing == NULL)
		return;
	char *texts[] = { standing->release_id,   standing->plan,     standing->params,
			  standing->jurisdiction, standing->state,    standing->as_at,
			  standing->prepared_by,  standing->replaces, standing->approved_by,
			  standing->embargo,      standing->audited,  standing->hour,
			  standing->published_at, standing->company,  standing->path,
			  standing->manifest };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++)
		g_free(texts[n]);
	g_free(standing);
}

static void free_one(gpointer standing)
{
	standing_free(standing);
}

/* ── reading ── */

static char *text_at(const DatabaseResult *rows, int row, const char *column)
{
	return g_strdup(result_text(rows, row, result_column(rows, column)));
}

static bool bool_at(const DatabaseResult *rows, int row, const char *column)
{
	int place = result_column(rows, column);
	return !result_is_null(rows, row, place) && result_bool(rows, row, place);
}

static Standing *make(const DatabaseResult *rows, int row)
{
	Standing *standing = g_new0(Standing, 1);
	*standing = (Standing){
		.release_id = text_at(rows, row, "release_id"),
		.plan = text_at(rows, row, "plan"),
		.params = text_at(rows, row, "params"),
		.run_no = result_int64(rows, row, result_column(rows, "run_no")),
		.jurisdiction = text_at(rows, row, "jurisdiction"),
		.state = text_at(rows, row, "state"),
		.as_at = text_at(rows, row, "as_at"),
		.prepared_by = text_at(rows, row, "prepared_by"),
		.replaces = text_at(rows, row, "replaces"),
		.approved_by = text_at(rows, row, "approved_by"),
		.embargo = text_at(rows, row, "embargo"),
		.embargo_ahead = bool_at(rows, row, "embargo_ahead"),
		.audited = text_at(rows, row, "audited"),
		.company = text_at(rows, row, "company"),
		.hour = text_at(rows, row, "hour"),
		.hour_ahead = bool_at(rows, row, "hour_ahead"),
		.hour_over = bool_at(rows, row, "hour_over"),
		.published_at = text_at(rows, row, "published_at"),
		.path = text_at(rows, row, "path"),
		.manifest = text_at(rows, row, "manifest"),
		.placed = bool_at(rows, row, "placed"),
	};
	return standing;
}

static DatabaseResult *ask(Desk *desk, const char *release_id, GError **error)
{
	return database_query(desk_database(desk), sqltext(SQL_RELEASE_STANDING),
			      DATABASE_PARAMS(release_id, desk_opened_at(desk)), error);
}

GPtrArray *standing_all(Desk *desk, GError **error)
{
	g_autoptr(DatabaseResult) rows = ask(desk, NULL, error);
	if (rows == NULL)
		return NULL;
	GPtrArray *all = g_ptr_array_new_with_free_func(free_one);
	for (int row = 0; row < result_rows(rows); row++)
		g_ptr_array_add(all, make(rows, row));
	return all;
}

/* The name that comes nearest among those there are. */
static void fail_unknown(Desk *desk, const char *release_id, GError **error)
{
	g_autoptr(GPtrArray) all = standing_all(desk, error);
	if (all == NULL)
		return;
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < all->len; n++)
		g_ptr_array_add(names, ((Standing *)all->pdata[n])->release_id);
	g_ptr_array_add(names, NULL);
	const char *near = nearest_name(release_id, (const char *const *)names->pdata);
	g_autofree char *hint =
	    near != NULL
		? g_strdup_printf("Did you mean '%s'?", near)
		: g_strdup(
		      "'shumar release list' shows those that were prepared; prepare it first.");
	g_autofree char *quoted = text_quote(release_id, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "no release %s was prepared", quoted);
}

Standing *standing_read(Desk *desk, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) rows = ask(desk, release_id, error);
	if (rows == NULL)
		return NULL;
	if (result_rows(rows) == 1)
		return make(rows, 0);
	fail_unknown(desk, release_id, error);
	return NULL;
}

/* ── the order of steps ── */

/* A step that a state refuses: why, and what to do. NULL for a state: any that no row before has.
 */
typedef struct {
	const char *step;
	const char *state;
	const char *why; /* NULL: it may be taken */
	const char *hint;
} Rule;

static const char audit_hint[] = "Let it be audited: 'shumar release audit ID'.";
static const char again_hint[] =
    "Take out or coarsen what the audit named, and prepare it again; nothing else goes on.";
static const char correct_hint[] =
    "What was public stays public. 'shumar release correct ID' makes one that replaces it.";

static const Rule rules[] = {
	{ "prepare", "published", "it is public, and a published release is never changed",
	  correct_hint },
	{ "prepare", "withdrawn", "it was public, and a published release is never changed",
	  correct_hint },
	{ "prepare", "replaced", "it was public, and a published release is never changed",
	  correct_hint },
	{ "prepare", NULL, NULL, NULL },
	{ "audit", "prepared", NULL, NULL },
	{ "audit", "audited", NULL, NULL },
	{ "audit", "approved", NULL, NULL },
	{ "audit", "refused", "its audit refused it", again_hint },
	{ "audit", NULL, "it is public already",
	  "'shumar release verify FOLDER' checks what was published." },
	{ "approve", "audited", NULL, NULL },
	{ "approve", "prepared", "it was not audited since it was prepared", audit_hint },
	{ "approve", "refused", "its audit refused it", again_hint },
	{ "approve", "approved", "two people approved it already",
	  "Publish it at its hour: 'shumar release publish ID'." },
	{ "approve", NULL, "it is public already", correct_hint },
	{ "publish", "approved", NULL, NULL },
	{ "publish", "prepared", "it was not audited since it was prepared", audit_hint },
	{ "publish", "refused", "its audit refused it", again_hint },
	{ "publish", "audited", "fewer than two people approved it",
	  "Let two different people approve it: 'shumar release approve ID --by NAME'." },
	{ "publish", NULL, "it is public already", correct_hint },
	{ "withdraw", "published", NULL, NULL },
	{ "withdraw", "withdrawn", "it was withdrawn before",
	  "'shumar release status ID' says when, by whom and why." },
	{ "withdraw", "replaced", "a correction replaced it", "Withdraw the correction." },
	{ "withdraw", NULL, "it was never published",
	  "Nothing needs to be done: what is not public can be prepared again, or left." },
	{ "correct", "published", NULL, NULL },
	{ "correct", "withdrawn", NULL, NULL },
	{ "correct", "replaced", "a correction replaced it before", "Correct the correction." },
	{ "correct", NULL, "it was never published",
	  "Prepare it again: what is not public needs no correction." },
};

bool standing_allows(const Standing *standing, const char *step, GError **error)
{
	const Rule *rule = rules;
	while (strcmp(rule->step, step) != 0 ||
	       (rule->state != NULL && strcmp(rule->state, standing->state) != 0))
		rule++;
	if (rule->why == NULL)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, rule->hint, "cannot %s '%s': %s", step,
		  standing->release_id, rule->why);
	return false;
}

bool standing_move(Desk *desk, const Standing *standing, const char *becomes, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(desk_database(desk), sqltext(SQL_RELEASE_SET_STATE),
			 DATABASE_PARAMS(standing->release_id, standing->state, becomes), error);
	return row != NULL;
}

/* ── what is next ── */

static char *next_of_approved(const Standing *standing)
{
	if (standing->hour == NULL)
		return g_strdup("its hour is to be announced: release calendar announce");
	if (standing->embargo_ahead)
		return g_strdup_printf("waits for the end of its embargo, %s", standing->embargo);
	if (standing->hour_ahead)
		return g_strdup_printf("waits for its hour, %s", standing->hour);
	if (standing->hour_over)
		return g_strdup_printf("missed its hour, %s: release calendar change",
				       standing->hour);
	return g_strdup("can be published now");
}

char *standing_next(const Standing *standing)
{
	const char *state = standing->state;
	if (strcmp(state, "prepared") == 0)
		return g_strdup("next: release audit");
	if (strcmp(state, "refused") == 0)
		return g_strdup("the audit refused it; next: release prepare");
	if (strcmp(state, "audited") == 0)
		return standing->approved_by != NULL
			   ? g_strdup_printf("approved by %s; a second person is to approve it",
					     standing->approved_by)
			   : g_strdup("two people are to approve it");
	if (strcmp(state, "approved") == 0)
		return next_of_approved(standing);
	if (!standing->placed)
		return g_strdup("its folder is not whole yet: release publish ends it");
	return g_strdup_printf("public since %s in %s", standing->published_at, standing->path);
}
