#include "reports/release/publish.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "reports/release/approve.h"
#include "reports/release/mend.h"
#include "reports/release/place.h"
#include "reports/release/publish_make.h"

#include <string.h>

void publish_result_clear(PublishResult *result)
{
	g_free(result->path);
	g_free(result->manifest);
}

/* ── whether it may leave now ── */

static bool fail_hour(const Standing *standing, const char *why, const char *hint, GError **error)
{
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "cannot publish '%s': %s%s%s",
		  standing->release_id, why, standing->hour != NULL ? " " : "",
		  standing->hour != NULL ? standing->hour : "");
	return false;
}

static bool check_hour(const Standing *standing, GError **error)
{
	if (standing->hour == NULL)
		return fail_hour(
		    standing, "no hour was announced for it",
		    "Announce it: 'shumar release calendar announce ID --on DAY --at HOUR "
		    "--by NAME', four weeks ahead.",
		    error);
	if (standing->hour_ahead)
		return fail_hour(standing, "it was announced for",
				 "Wait for that hour, and give the command again then.", error);
	if (standing->hour_over)
		return fail_hour(
		    standing, "more than 24 hours have gone by since its hour,",
		    "Announce a new hour, with the reason: 'shumar release calendar change "
		    "ID --on DAY --at HOUR --by NAME --reason TEXT'.",
		    error);
	if (!standing->embargo_ahead)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, "Wait until then, and give the command again.",
		  "cannot publish '%s': its embargo ends on %s", standing->release_id,
		  standing->embargo);
	return false;
}

static bool check_all(Desk *desk, const PublishAsk *ask, const Standing *standing, GError **error)
{
	return standing_allows(standing, "publish", error) && check_hour(standing, error) &&
	       release_unchanged(desk, standing->release_id, error) &&
	       release_same_company(desk, standing, error) &&
	       release_says_same(desk, ask->library, ask->rules, standing->release_id, error);
}

/* ── the folder ── */

static bool fill(Desk *desk, const PublishAsk *ask, const Standing *standing, PublishResult *result,
		 GError **error)
{
	g_autofree char *part = place_part(result->path);
	if (!place_begin(result->path, error))
		return false;
	bool made =
	    publish_make(desk, ask, standing, part, &result->files, &result->manifest, error) &&
	    place_sync(result->path, error);
	if (!made)
		place_abandon(result->path);
	return made;
}

/* ── the ledger ── */

static bool replace_older(Desk *desk, const Standing *standing, GError **error)
{
	if (standing->replaces == NULL)
		return true;
	g_autoptr(Standing) older = standing_read(desk, standing->replaces, error);
	return older != NULL && (strcmp(older->state, "withdrawn") == 0 ||
				 standing_move(desk, older, "replaced", error));
}

static bool record(Desk *desk, const Standing *standing, const PublishResult *result,
		   GError **error)
{
	g_autoptr(GString) detail = g_string_new(NULL);
	g_autofree char *files = g_strdup_printf("%u", result->files);
	detail_add(detail, "manifest", result->manifest);
	detail_add(detail, "papers", files);
	detail_add(detail, "figures", standing->audited);
	detail_add(detail, "replaces", standing->replaces);
	return desk_begin(desk, error) && release_unchanged(desk, standing->release_id, error) &&
	       standing_move(desk, standing, "published", error) &&
	       replace_older(desk, standing, error) &&
	       database_exec(desk_database(desk), sqltext(SQL_RELEASE_FOLDER_PUT),
			     DATABASE_PARAMS(standing->release_id, result->path, result->manifest),
			     NULL, error) &&
	       desk_record(desk, "published", standing->release_id, NULL, detail->str, error);
}

/* ── publishing ── */

/* It is public by the ledger, and its folder was lost before it had its name: made anew, it has to
 * be the same. */
static bool end_published(Desk *desk, const PublishAsk *ask, const Standing *standing,
			  PublishResult *result, GError **error)
{
	result->path = g_strdup(standing->path);
	result->ended = true;
	if (!fill(desk, ask, standing, result, error))
		return false;
	if (strcmp(result->manifest, standing->manifest) == 0)
		return mend_name_folder(desk, standing->release_id, standing->path, error);
	place_abandon(result->path);
	error_set(
	    error, SHUMAR_ERROR_OUTPUT,
	    "Publish with the version of the program, templates and fonts that it was published "
	    "with.",
	    "cannot make the folder of '%s' again: it would differ from what was "
	    "published",
	    standing->release_id);
	return false;
}

static bool publish_new(Desk *desk, const PublishAsk *ask, const Standing *standing,
			PublishResult *result, GError **error)
{
	if (!fill(desk, ask, standing, result, error))
		return false;
	fault_point("release.sealed");
	if (!record(desk, standing, result, error)) {
		place_abandon(result->path);
		return false;
	}
	fault_point("release.published");
	return mend_name_folder(desk, standing->release_id, result->path, error);
}

/* It is public, and its folder never got its name, or is lost. */
static bool lacks_folder(const Standing *standing)
{
	return strcmp(standing->state, "published") == 0 && standing->path != NULL &&
	       !g_file_test(standing->path, G_FILE_TEST_EXISTS);
}

bool publish_release(Desk *desk, const PublishAsk *ask, PublishResult *ret_result, GError **error)
{
	g_autoptr(Standing) standing = standing_read(desk, ask->release_id, error);
	if (standing == NULL)
		return false;
	if (lacks_folder(standing) && !ask->dry_run)
		return end_published(desk, ask, standing, ret_result, error);
	g_autofree char *folder = g_canonicalize_filename(ask->output, NULL);
	ret_result->path = g_build_filename(folder, standing->release_id, NULL);
	return check_all(desk, ask, standing, error) &&
	       (ask->dry_run || publish_new(desk, ask, standing, ret_result, error));
}
