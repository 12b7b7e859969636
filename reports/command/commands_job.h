/*
 * Job: what one call of render or batch writes: formats, language, and the manifest of
 * the folder that it writes to.
 */
#pragma once

#include "reports/build/edition_manifest.h"
#include "reports/command/commands.h"
#include "reports/device/device.h"

typedef struct {
	GPtrArray *devices;
	GArray *spent_us; /* of gint64: how long each device took so far */
	GPtrArray
	    *languages; /* of const char: all that were asked for, the first is the language */
	const char *language; /* that is written now */
	char *suffix;         /* ".ur" beside the template's first language, or "" */
	char *folder;         /* whose manifest lists what is written; NULL: none does */
	EditionManifest *manifest;
	ManifestRendering *rendering;
	guint files;
	goffset bytes;
} Job;

/* Reads formats and languages from ASKED: several, parted by commas, or "all", only where MANY. */
bool job_read(const Template *template, const Asked *asked, bool many, Job *ret_job,
	      GError **error);
void job_clear(Job *job);

/* What is written from now on is in LANGUAGE, one of the job's. */
void job_speak(Job *job, const Template *template, const char *language);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Job, job_clear)

/* Opens the manifest of FOLDER: what is written from now on is of TEMPLATE and the run, or release,
 * of BINDING. */
bool job_begin_manifest(Job *job, const char *folder, const Library *library,
			const Template *template, const Binding *binding, GError **error);

/* The path of DEVICE's file for STEM. Transfer full. */
char *job_path(const Job *job, const char *stem, const Device *device);

/* Writes MODEL in every format to STEM and an extension; TELL prints each path. A format that fails
 * does not keep the others from being written; *error names it, and those that failed after it. */
bool job_write(Job *job, const Model *model, const Template *template, const Binding *binding,
	       const char *stem, bool tell, GError **error);

/* Writes the manifest, where one was begun. */
bool job_end_manifest(Job *job, GError **error);
