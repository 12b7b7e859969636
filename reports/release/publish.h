/*
 * Publishing: papers, figures, proof and seal in one folder, the ledger, and the folder's name.
 *
 *     checks ─▶ papers ─▶ data, proof ─▶ seal ─▶ ledger: published ─▶ the folder's name
 *
 * All is made in a folder with a name for the time being. Whoever is killed before the ledger says
 * "published" has published nothing, and the next call makes it anew; whoever is killed after it is
 * made up for by the next command at the desk, which gives the folder its name.
 */
#pragma once

#include "reports/release/publish_make.h"

typedef struct {
	char *path;     /* the release's folder */
	char *manifest; /* sha256 of its manifest; NULL of a dry run */
	guint files;    /* of papers */
	bool ended;     /* it was published before, and its folder has its name now */
} PublishResult;

void publish_result_clear(PublishResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PublishResult, publish_result_clear)

/* Publishes, or says why not: CONFIG by the order of steps, the announced hour, the embargo or
 * changed figures; DISCLOSURE by the proof; OUTPUT by the disk. What is public and has lost its
 * folder gets it back, byte for byte. */
bool publish_release(Desk *desk, const PublishAsk *ask, PublishResult *ret_result, GError **error);
