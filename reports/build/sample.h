/*
 * Sample: invented rows for a template, so that it can be looked at without a warehouse.
 *
 *     # as-at: 2024-08-05                  records are known up to here
 *     # param: district=PKP                where the command line gives no value
 *     [head]                               a dataset of the template
 *     81	50	\N                  its columns, tabbed; \N is null, [c] withheld
 *     # draft                              marks every page NOT FOR PUBLICATION
 */
#pragma once

#include "reports/build/edition.h"

typedef struct {
	GHashTable *datasets; /* name → Dataset, every dataset of the template */
	char **words;         /* "name=value", NULL-terminated */
	CivilTime as_at;
	bool draft; /* looks as a public paper does that is not from the release desk */
} Sample;

/* Reads the rows for TEMPLATE at PATH. Errors: SHUMAR_ERROR_CONFIG with file and line. */
Sample *sample_read(const Template *template, const char *path, GError **error);
void sample_free(Sample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

/* The districts of the reference tables that this program carries. */
Districts *sample_districts(void);

/* The edition of TEMPLATE in LANGUAGE on the rows at PATH, with the values that WORDS
 * ("name=value", NULL-terminated) and the file give; its footer says that the rows are samples.
 * With *RET_BINDING, which may be NULL, the binding goes to the caller. Transfer full. */
Model *sample_model(const Template *template, const Library *library, const char *path,
		    const char *const *words, const char *language, Binding **ret_binding,
		    GError **error);

/* SAMPLE's words but those that WORDS give a value, and WORDS. Transfer full. */
char **sample_words(const Sample *sample, const char *const *words);
