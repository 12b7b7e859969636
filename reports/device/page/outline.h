/*
 * Outline: the headings, tables, charts and notes of a model and where they
 * stand: what bookmarks, the contents and links to notes are made from.
 */
#pragma once

#include "reports/device/page/tags.h"
#include "reports/model/model.h"

#define OUTLINE_LEVELS 4 /* three of headings; tables and charts are below theirs */

typedef struct {
	const Block *block;
	const char *title; /* borrowed from the block */
	int level;         /* 1 to OUTLINE_LEVELS */
	TagAnchor anchor;
} OutlineEntry;

typedef struct {
	int heading;        /* level of the last heading while entries are added */
	GPtrArray *entries; /* of OutlineEntry, in reading order */
	GHashTable *blocks; /* Block, and Note of a dictionary, to its OutlineEntry */
	GHashTable *notes;  /* number of a note to its TagAnchor */
	GHashTable *after;  /* a contents Block to the index of the first entry below it */
} Outline;

Outline *outline_new(const Model *model);
void outline_free(Outline *outline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outline, outline_free)

/* The anchor of a Block, or of a Note of a dictionary; NULL where the outline has none. */
TagAnchor *outline_anchor(const Outline *outline, gconstpointer what);

/* The index of the first entry that comes after the contents BLOCK. */
guint outline_after(const Outline *outline, const Block *block);

/* The anchor of note NUMBER, or NULL when no notes block has it. */
TagAnchor *outline_note(const Outline *outline, int number);
