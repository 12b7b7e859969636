/*
 * Problems: up to 50 faults of one text, gathered before anything is done.
 *
 * Checkers of configuration, templates and source declarations add to it and
 * go on; the end turns it into one error that shows each fault as
 *
 *     templates/x.yaml:41:14: chart 'trend': no column 'case_count' in dataset 'trend'
 *             y: case_count
 *                ^
 *       did you mean 'cases'?
 */
#pragma once

#include "core/config/yaml.h"

#define PROBLEM_LIMIT 50

typedef struct Problems Problems;

Problems *problems_new(void);
void problems_free(Problems *problems);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Problems, problems_free)

/* Notes a fault at NODE of DOCUMENT (both borrowed until problems_end); NULL
 * means the document as a whole, at 1:1. HINT may be NULL. Past the limit faults are counted, not
 * kept. */
void problems_add(Problems *problems, const YamlDocument *document, const YamlNode *node,
		  const char *hint, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* The same at LINE and COLUMN of DOCUMENT, both from 1: for a fault inside a text. */
void problems_add_at(Problems *problems, const YamlDocument *document, int line, int column,
		     const char *hint, const char *message);

/* From now on every problem also says VIA ("included at x.yaml:5:14"), copied; NULL: none.
 * Returns what was said before. Transfer full. */
char *problems_set_via(Problems *problems, const char *via);

size_t problems_count(const Problems *problems);

/* True when there is none; else *error is SHUMAR_ERROR_CONFIG whose message is
 * all of them in order of position, one block each, and a closing count. */
bool problems_end(const Problems *problems, GError **error);

/* Checks that NODE is a mapping with no key outside ALLOWED (NULL-terminated);
 * adds "unknown key" problems with the nearest allowed name. WHERE names the
 * object in messages ("chart 'trend'", "source 'cook'"). False if any was added. */
bool problems_check_keys(Problems *problems, const YamlDocument *document, const YamlNode *node,
			 const char *where, const char *const *allowed);

/* The candidate nearest to NAME by edit distance, at most a third of its
 * length away (and at least 1); NULL when none is near. Borrowed. */
const char *nearest_name(const char *name, const char *const *candidates);
