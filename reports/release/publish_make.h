/* What a release's folder is made of: papers, corrections, figures, proof and seal. */
#pragma once

#include "reports/library/library.h"
#include "reports/release/standing.h"

typedef struct {
	const char *release_id;
	const char *output; /* folder in which the release's folder is made */
	const Library *library;
	const char *rules; /* path of the rules of disclosure */
	bool dry_run;
} PublishAsk;

/* Makes all of it in the folder PART, which is empty. *ret_manifest (transfer full) is the sha256
 * of its manifest, *ret_files counts the files of papers. Same release: same bytes. */
bool publish_make(Desk *desk, const PublishAsk *ask, const Standing *standing, const char *part,
		  guint *ret_files, char **ret_manifest, GError **error);
