/*
 * Showcase: an invented model with every kind of block, for tests of the devices; and
 * models of the program's own templates on invented rows.
 */
#pragma once

#include "reports/model/model.h"
#include "reports/output/devices.h"

/* One value of each state, text that looks like markup and formulas, both scripts, groups,
 * subtotals and spanning heads. LANGUAGE is "en" or "ur". Transfer full. */
Model *showcase_model(const char *language);

/* The template NAME in LANGUAGE on rows made up from the types of its datasets' columns; NULL where
 * NAME is not written in LANGUAGE. Transfer full. */
Model *showcase_edition(const char *name, const char *language);

/* The names of the program's templates. Elements char*, transfer full. */
GPtrArray *showcase_templates(void);

/* What WRITE makes of MODEL. Transfer full. */
GString *showcase_written(const Model *model,
			  bool (*write)(const Model *model, const char *path, GError **error));
