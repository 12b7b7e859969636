#include "reports/release/approve.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/text.h"
#include "reports/release/papers.h"
#include "reports/release/prepare.h"

#include <string.h>

/* ── people ── */

static bool fail_person(const ApproveAsk *ask, const DatabaseResult *rows, int row, GError **error)
{
	bool approved = strcmp(result_text(rows, row, 0), "approved") == 0;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  approved ? "Let another person approve it: two pairs of eyes are asked for."
			   : "Let two people approve it who did not prepare it.",
		  "cannot approve '%s' by %s: the same person %s it on %s", ask->release_id,
		  ask->person, approved ? "approved" : "prepared", result_text(rows, row, 2));
	return false;
}

/* Counts those who approved before; none of them, nor who prepared it, may be who asks. */
static bool check_person(Desk *desk, const ApproveAsk *ask, guint *ret_before, GError **error)
{
	guint before = 0;
	g_autoptr(DatabaseResult) rows =
	    database_query(desk_database(desk), sqltext(SQL_RELEASE_APPROVERS),
			   DATABASE_PARAMS(ask->release_id), error);
	if (rows == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++) {
		if (desk_same_person(result_text(rows, row, 1), ask->person))
			return fail_person(ask, rows, row, error);
		before += strcmp(result_text(rows, row, 0), "approved") == 0 ? 1 : 0;
	}
	*ret_before = before;
	return true;
}

/* The names of who sees it, each once, as they are kept; NULL-terminated. */
static char **kept_names(const char *const *names, GError **error)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (const char *const *name = names; *name != NULL; name++) {
		g_autofree char *kept = desk_person(*name, error);
		bool told = false;
		if (kept == NULL)
			return NULL;
		for (const char *const *other = names; other < name; other++)
			told = told || desk_same_person(*other, *name);
		if (!told)
			g_strv_builder_add(builder, kept);
	}
	return g_strv_builder_end(builder);
}

/* ── the embargo ── */

/* The embargo as it is kept; NULL without *error when there is none. */
static char *read_embargo(Desk *desk, const ApproveAsk *ask, GError **error)
{
	g_autoptr(GDateTime) instant =
	    ask->embargo != NULL ? g_date_time_new_from_iso8601(ask->embargo, NULL) : NULL;
	if (ask->embargo == NULL)
		return NULL;
	if (instant == NULL) {
		g_autofree char *quoted = text_quote(ask->embargo, -1);
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Give an instant with its zone, as 2026-11-25T09:30:00+05:00.",
			  "cannot read the embargo %s", quoted);
		return NULL;
	}
	g_autoptr(DatabaseResult) row = database_one(
	    desk_database(desk), sqltext(SQL_RELEASE_INSTANT),
	    DATABASE_PARAMS(ask->embargo, desk_opened_at(desk), ask->release_id), error);
	if (row == NULL)
		return NULL;
	if (result_bool(row, 0, 2))
		return g_strdup(result_text(row, 0, 0));
	error_set(error, SHUMAR_ERROR_CONFIG, "Give an instant to come, or none.",
		  "cannot approve '%s': its embargo would have ended on %s", ask->release_id,
		  result_text(row, 0, 1));
	return NULL;
}

/* ── what is approved ── */

char *release_figures_hash(Desk *desk, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(desk_database(desk), sqltext(SQL_RELEASE_FIGURES_HASH),
			 DATABASE_PARAMS(release_id), error);
	return row != NULL ? g_strdup(result_text(row, 0, 0)) : NULL;
}

bool release_unchanged(Desk *desk, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(desk_database(desk), sqltext(SQL_RELEASE_FIGURES_HASH),
			 DATABASE_PARAMS(release_id), error);
	if (row == NULL)
		return false;
	if (g_strcmp0(result_text(row, 0, 0), result_text(row, 0, 1)) == 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_CONFIG,
	    "Find out who changed the tables of schema release; then prepare it again, and let it "
	    "be audited and approved anew.",
	    "cannot go on with '%s': its figures are not those that were audited", release_id);
	return false;
}

static bool fail_texts(const char *release_id, const char *hint, GError **error)
{
	error_set(
	    error, SHUMAR_ERROR_CONFIG, hint,
	    "cannot go on with '%s': its papers do not say what they said when it was audited",
	    release_id);
	return false;
}

/* The sha256 of the words of its papers as they are now. Transfer full. */
static char *texts_hash(Database *db, const Library *library, const char *release_id,
			GError **error)
{
	g_autofree char *now = papers_hash(db, library, release_id, error);
	g_autoptr(DatabaseResult) row = now != NULL
					    ? database_one(db, sqltext(SQL_RELEASE_TEXTS_AUDITED),
							   DATABASE_PARAMS(release_id), error)
					    : NULL;
	if (row == NULL)
		return NULL;
	const char *audited = result_text(row, 0, 0);
	if (audited == NULL || strcmp(audited, now) == 0 || result_int64(row, 0, 2) == 0)
		return g_steal_pointer(&now);
	fail_texts(release_id,
		   "Put the templates and the office's files back as they were; or prepare it "
		   "again, and let it be audited and approved anew.",
		   error);
	return NULL;
}

static char *rules_hash(const char *rules, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GError) fault = NULL;
	if (g_file_get_contents(rules, &text, &length, &fault))
		return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, length);
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "cannot read the rules of disclosure: %s",
		  fault->message);
	return NULL;
}

static bool fail_rules(const char *release_id, const char *rules, GError **error)
{
	g_autofree char *hint =
	    g_strdup_printf("Put '%s' back as it was; or let the release be audited again: "
			    "'shumar release audit %s'.",
			    rules, release_id);
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "cannot go on with '%s': it was audited by other rules of disclosure",
		  release_id);
	return false;
}

static bool says_same(Database *db, const Library *library, const char *rules,
		      const char *release_id, GError **error)
{
	g_autofree char *declared = rules_hash(rules, error);
	g_autofree char *texts =
	    declared != NULL ? papers_hash(db, library, release_id, error) : NULL;
	g_autoptr(DatabaseResult) row = texts != NULL
					    ? database_one(db, sqltext(SQL_RELEASE_TEXTS_AUDITED),
							   DATABASE_PARAMS(release_id), error)
					    : NULL;
	if (row == NULL)
		return false;
	if (g_strcmp0(result_text(row, 0, 1), declared) != 0)
		return fail_rules(release_id, rules, error);
	return g_strcmp0(result_text(row, 0, 0), texts) == 0 ||
	       fail_texts(release_id,
			  "Put the templates and the office's files back as they were; or let it "
			  "be audited again: 'shumar release audit ID'.",
			  error);
}

bool release_add_audited(Desk *desk, const Library *library, const char *rules,
			 const char *release_id, GString *detail, GError **error)
{
	g_autofree char *figures = release_figures_hash(desk, release_id, error);
	g_autofree char *texts =
	    figures != NULL ? texts_hash(desk_database(desk), library, release_id, error) : NULL;
	g_autofree char *declared = texts != NULL ? rules_hash(rules, error) : NULL;
	detail_add(detail, "figures", figures);
	detail_add(detail, "texts", texts);
	detail_add(detail, "rules", declared);
	return declared != NULL;
}

bool release_says_same(Desk *desk, const Library *library, const char *rules,
		       const char *release_id, GError **error)
{
	Database *db = desk_database(desk);
	if (!database_begin(db, DATABASE_READ_WRITE, error))
		return false;
	bool same = says_same(db, library, rules, release_id, error);
	database_rollback(db);
	return same;
}

bool release_same_company(Desk *desk, const Standing *standing, GError **error)
{
	g_autofree char *now = audit_union_hash(desk_database(desk), standing->release_id, error);
	if (now == NULL)
		return false;
	if (g_strcmp0(now, standing->company) == 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Audit it again: 'shumar release audit ID'; approvals stay when it passes.",
		  "cannot go on with '%s': another release became public since it was audited",
		  standing->release_id);
	return false;
}

/* ── approving ── */

static bool write_approval(Desk *desk, const ApproveAsk *ask, const Standing *standing,
			   const char *embargo, guint before, GError **error)
{
	g_autoptr(GString) detail = g_string_new(NULL);
	g_auto(GStrv) access = kept_names(ask->access, error);
	if (access == NULL)
		return false;
	detail_add(detail, "figures", standing->audited);
	detail_add(detail, "embargo", embargo);
	if (access[0] != NULL)
		detail_add_list(detail, "access", (const char *const *)access);
	return desk_begin(desk, error) &&
	       (before == 0 || standing_move(desk, standing, "approved", error)) &&
	       desk_record(desk, "approved", ask->release_id, ask->person, detail->str, error);
}

bool release_approve_by(Desk *desk, const ApproveAsk *ask, char **ret_said, GError **error)
{
	guint before = 0;
	g_autoptr(Standing) standing = standing_read(desk, ask->release_id, error);
	if (standing == NULL || !standing_allows(standing, "approve", error) ||
	    !release_unchanged(desk, ask->release_id, error) ||
	    !check_person(desk, ask, &before, error))
		return false;
	g_autoptr(GError) fault = NULL;
	g_autofree char *embargo = read_embargo(desk, ask, &fault);
	if (fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	if (!write_approval(desk, ask, standing, embargo, before, error))
		return false;
	g_autoptr(Standing) after = standing_read(desk, ask->release_id, error);
	if (after == NULL)
		return false;
	g_autofree char *next = standing_next(after);
	*ret_said = g_strdup_printf("%s: %s; %s", after->release_id, after->state, next);
	return true;
}
