/*
 * Template keys: const tables of what may stand in each mapping of a template.
 *
 * The check refuses what is not in them, and the editors' schema (reports/block/schema.h) is
 * printed from them, so that both know the same keys.
 */
#pragma once

#include <stdbool.h>

typedef enum {
	KEY_WORD,      /* a text that is not shown: a name, a path, a format */
	KEY_TEXT,      /* a text in every language of the template */
	KEY_CONDITION, /* "head.overdue > 0" */
	KEY_CHOICE,    /* one of WORDS */
	KEY_BLOCKS,    /* a list of blocks */
	KEY_MAPPING,   /* a mapping of KEYS */
	KEY_LIST,      /* a list of mappings of KEYS */
	KEY_WORDS,     /* a list of names; of WORDS where those are given */
	KEY_TEXTS,     /* a list of texts */
	KEY_NAMED,     /* a mapping of names that the template chooses, each a mapping of KEYS */
	KEY_NAMES,     /* a mapping of names to names */
} TemplateKeyKind;

typedef struct TemplateKey TemplateKey;
struct TemplateKey {
	const char *name; /* NULL ends a table */
	TemplateKeyKind kind;
	bool needed;
	const char *const *words; /* NULL-terminated, or NULL */
	const TemplateKey *keys;
};
