/*
 * Districts: what a user may call them. Loaded once a command from the reference
 * tables; codes, names and known spellings are matched without regard to case.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	char *code;
	char *name_en;
	char *name_ur;
	char *division;
} District;

typedef struct Districts Districts;

Districts *districts_new(void);
void districts_free(Districts *districts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Districts, districts_free)

/* Adds a district, known by its code and names; texts are copied. */
void districts_add(Districts *districts, const char *code, const char *name_en, const char *name_ur,
		   const char *division);

/* Adds another spelling of the district CODE; an unknown CODE is let go. */
void districts_add_alias(Districts *districts, const char *alias, const char *code);

/* The district that TYPED names; NULL with SHUMAR_ERROR_USAGE and the nearest. */
const District *districts_find(const Districts *districts, const char *typed, GError **error);

/* All, in the order in which they were added; elements District. Borrowed. */
const GPtrArray *districts_all(const Districts *districts);

/* Its name in LANGUAGE. Borrowed. */
const char *district_name(const District *district, const char *language);
