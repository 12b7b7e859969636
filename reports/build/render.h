/*
 * Render: the published figures of one template, read in one snapshot of the
 * warehouse and made into models.
 *
 * Everything that one Render gives is of the same run, and each distinct query with
 * the same arguments is run once, however many editions use it. That run is the
 * published one, or an earlier one that AS_OF names; a later run that is applied and
 * not yet published is not seen. Nothing is rendered when a proof of it failed.
 *
 * A public template is rendered of one release instead: its figures, run, day and parameters are
 * the release's, and its queries see nothing else (reports/build/released.h). Its models are
 * drafts, which every device marks, but for the release desk's publish.
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"
#include "reports/build/edition.h"

typedef struct Render Render;

/* Opens the warehouse and the snapshot for TEMPLATE. CONFIG, LIBRARY and TEMPLATE are
 * borrowed until render_end. OF is NULL, the number of a run, or a day: figures as the
 * last run published by then knew them; of a public template the id of a release, NULL for the
 * newest that has it. Errors: the database's; SHUMAR_ERROR_UNPUBLISHED when nothing is published
 * or prepared, or a proof failed; USAGE for OF. */
Render *render_begin(const Config *config, const Library *library, const Template *template,
		     const char *of, GError **error);

/* The same on an open DB, which is borrowed, and in its transaction where it is in one: what is set
 * for reading holds until that ends. */
Render *render_begin_on(Database *db, const Library *library, const Template *template,
			const char *of, GError **error);
void render_end(Render *render); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Render, render_end)

const Districts *render_districts(const Render *render);

/* The id of the release that is rendered, or NULL. Borrowed. */
const char *render_release(const Render *render);

/* The models made from now on are for publication and bear no mark of a draft. The release desk's
 * publish calls it, and nothing else. */
void render_set_final(Render *render);

/* The values that WORDS ("name=value", NULL-terminated) give the template; of a public one they may
 * only repeat those of the release. */
Binding *render_bind(const Render *render, const char *const *words, GError **error);

/* The edition of BINDING in LANGUAGE. Transfer full. */
Model *render_model(Render *render, const Binding *binding, const char *language, GError **error);

/* ── for tracing: what an edition's figures were read with ── */
/* The rows of DATASET of the template, run now or found from before. Borrowed from RENDER. */
const Dataset *render_dataset(Render *render, const TemplateDataset *dataset,
			      const Binding *binding, GError **error);

/* The texts of the query's parameters $1, $2 …, NULL-terminated. Transfer full. */
char **render_arguments(const Render *render, const TemplateDataset *dataset,
			const Binding *binding);

/* The warehouse, in the snapshot and as of the run that is rendered. Borrowed. */
Database *render_database(const Render *render);

/* When the records are known up to, seconds since the epoch, UTC. */
gint64 render_as_at(const Render *render);
