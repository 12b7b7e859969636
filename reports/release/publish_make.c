#include "reports/release/publish_make.h"

#include "core/error.h"
#include "core/fault.h"
#include "core/progress.h"
#include "reports/release/correct.h"
#include "reports/release/describe.h"
#include "reports/release/folder.h"
#include "reports/release/folder_verify.h"
#include "reports/release/names.h"
#include "reports/release/papers.h"

#define STEPS 4

/* Figures, proof and seal; the key is made with the first release. */
static bool write_folder(Desk *desk, const PublishAsk *ask, const char *part, char **ret_manifest,
			 GError **error)
{
	Database *db = desk_database(desk);
	return database_begin(db, DATABASE_READ_WRITE, error) &&
	       names_write(db, ask->library, ask->release_id, part, error) &&
	       describe_write(db, ask->library, ask->release_id, ask->rules, part, error) &&
	       folder_write(db, desk_config(desk), ask->release_id, ask->rules, part, ret_manifest,
			    error) &&
	       database_commit(db, error);
}

/* What leaves is read once more as a reader would, by its files alone. */
static bool verify(const PublishAsk *ask, const char *part, GError **error)
{
	g_autoptr(GString) said = g_string_new(NULL);
	if (folder_verify(part, NULL, said, error))
		return true;
	g_prefix_error(
	    error, "cannot publish '%s', whose folder does not prove itself: ", ask->release_id);
	return false;
}

bool publish_make(Desk *desk, const PublishAsk *ask, const Standing *standing, const char *part,
		  guint *ret_files, char **ret_manifest, GError **error)
{
	Database *db = desk_database(desk);
	g_autoptr(Progress) progress = progress_begin("publish", "steps", STEPS);
	if (!papers_write(db, ask->library, ask->release_id, part, true, ret_files, error))
		return false;
	fault_point("release.rendered");
	progress_add(progress, 1);
	if (standing->replaces != NULL &&
	    !correction_write(db, ask->library, ask->release_id, part, error))
		return false;
	progress_add(progress, 1);
	if (!write_folder(desk, ask, part, ret_manifest, error))
		return false;
	progress_add(progress, 1);
	bool verified = verify(ask, part, error);
	progress_add(progress, 1);
	return verified;
}
