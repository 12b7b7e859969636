/*
 * Blocks: the const table of what a template may hold. A kind reads its keys when
 * the template is checked, and builds its part of the model when an edition is made.
 *
 * Adding a kind is one row, one file under reports/block/, one test.
 */
#pragma once

#include "reports/edition.h"
#include "reports/template_reader.h"

struct BlockType {
	const char *kind;        /* "table": the one key of an item of blocks: */
	const char *const *keys; /* allowed below it, NULL-terminated; NULL: it is no mapping */
	/* Makes the block's content of the value NODE; faults go to the reader. NULL only
	 * after a fault. */
	gpointer (*read)(TemplateReader *reader, const YamlNode *node);
	/* Adds the block to the edition's model. */
	void (*build)(Edition *edition, const TemplateBlock *block);
	void (*free)(gpointer content); /* takes NULL */
};

extern const BlockType block_types[]; /* ended by a row whose kind is NULL */

/* Reads the list of blocks into the reader's template. */
void blocks_read(TemplateReader *reader, const YamlNode *node);

/* One set of functions a kind; each in its file. */
gpointer block_heading_read(TemplateReader *reader, const YamlNode *node);
void block_heading_build(Edition *edition, const TemplateBlock *block);
void block_heading_free(gpointer content);
gpointer block_text_read(TemplateReader *reader, const YamlNode *node);
void block_text_build(Edition *edition, const TemplateBlock *block);
void block_text_free(gpointer content);
gpointer block_figures_read(TemplateReader *reader, const YamlNode *node);
void block_figures_build(Edition *edition, const TemplateBlock *block);
void block_figures_free(gpointer content);
gpointer block_table_read(TemplateReader *reader, const YamlNode *node);
void block_table_build(Edition *edition, const TemplateBlock *block);
void block_table_free(gpointer content);
gpointer block_chart_read(TemplateReader *reader, const YamlNode *node);
void block_chart_build(Edition *edition, const TemplateBlock *block);
void block_chart_free(gpointer content);
gpointer block_tilemap_read(TemplateReader *reader, const YamlNode *node);
void block_tilemap_build(Edition *edition, const TemplateBlock *block);
gpointer block_notes_read(TemplateReader *reader, const YamlNode *node);
void block_notes_build(Edition *edition, const TemplateBlock *block);
void block_notes_free(gpointer content);
