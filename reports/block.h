/*
 * Blocks: the const table of what a template may hold. A kind reads its keys when
 * the template is checked, and builds its part of the model when an edition is made.
 *
 * Adding a kind is one row, one file under reports/block/, one test.
 */
#pragma once

#include "reports/edition.h"
#include "reports/template_reader.h"

/* What may stand after the kind. A kind that takes nothing but a mapping has its keys checked
 * before it reads; the others check what they find. */
typedef enum {
	BLOCK_TAKES_MAPPING = 1 << 0, /* of the kind's keys */
	BLOCK_TAKES_TEXT = 1 << 1,    /* "…" or {en: …, ur: …} */
	BLOCK_TAKES_AUTO = 1 << 2,    /* the word auto */
	BLOCK_TAKES_LIST = 1 << 3,    /* of mappings of the kind's keys */
	BLOCK_TAKES_WORDS = 1 << 4,   /* a list of names */
	BLOCK_TAKES_ALL = 1 << 5,     /* the word all */
	BLOCK_TAKES_PATH = 1 << 6,    /* the path of a file */
} BlockTakes;

/* Where a kind has no place. */
typedef enum {
	BLOCK_NOT_IN_COLUMNS = 1 << 0,
	BLOCK_NOT_IN_REPEAT = 1 << 1,
} BlockBounds;

struct BlockType {
	const char *kind;        /* "table": the one key of an item of blocks: */
	unsigned takes;          /* BlockTakes */
	const TemplateKey *keys; /* of its mapping or of each item of its list; or NULL */
	/* Makes the block's content of the value NODE; faults go to the reader. NULL only
	 * after a fault. */
	gpointer (*read)(TemplateReader *reader, const YamlNode *node);
	/* Adds the block to the edition's model; what it adds gets the block's id. */
	void (*build)(Edition *edition, const TemplateBlock *block);
	void (*free)(gpointer content); /* takes NULL */
	unsigned bounds;                /* BlockBounds */
};

extern const BlockType block_types[]; /* ended by a row whose kind is NULL */

/* Reads the list of blocks NODE; PARENT, called WHERE, is what must have it. Elements
 * TemplateBlock; transfer full, never NULL. */
GPtrArray *blocks_read(TemplateReader *reader, const YamlNode *node, const YamlNode *parent,
		       const char *where);

/* The same for the mapping NODE as the value of one block of KIND; NULL for none and for a
 * fault. Transfer full. */
TemplateBlock *block_read_as(TemplateReader *reader, const char *kind, const YamlNode *key,
			     const YamlNode *value);
void template_block_free(gpointer block); /* takes NULL */

/* Builds BLOCKS into the edition's model, and gives each its id. */
void blocks_build(Edition *edition, const GPtrArray *blocks);
void block_build(Edition *edition, const TemplateBlock *block);

/* The keys of the parts of blocks, each beside its kind. */
extern const TemplateKey block_heading_keys[], block_text_keys[], block_figure_keys[];
extern const TemplateKey block_table_keys[], block_chart_keys[], block_tilemap_keys[];
extern const TemplateKey block_matrix_keys[], block_record_keys[];
extern const TemplateKey block_columns_keys[], block_repeat_keys[], block_when_keys[];
extern const TemplateKey block_cover_keys[], block_completeness_keys[], block_revisions_keys[];
extern const TemplateKey block_contents_keys[], block_card_keys[];

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
gpointer block_matrix_read(TemplateReader *reader, const YamlNode *node);
void block_matrix_build(Edition *edition, const TemplateBlock *block);
void block_matrix_free(gpointer content);
gpointer block_record_read(TemplateReader *reader, const YamlNode *node);
void block_record_build(Edition *edition, const TemplateBlock *block);
void block_record_free(gpointer content);
gpointer block_columns_read(TemplateReader *reader, const YamlNode *node);
void block_columns_build(Edition *edition, const TemplateBlock *block);
void block_columns_free(gpointer content);
gpointer block_repeat_read(TemplateReader *reader, const YamlNode *node);
void block_repeat_build(Edition *edition, const TemplateBlock *block);
void block_repeat_free(gpointer content);
gpointer block_when_read(TemplateReader *reader, const YamlNode *node);
void block_when_build(Edition *edition, const TemplateBlock *block);
void block_when_free(gpointer content);
gpointer block_include_read(TemplateReader *reader, const YamlNode *node);
void block_include_build(Edition *edition, const TemplateBlock *block);
void block_include_free(gpointer content);
gpointer block_cover_read(TemplateReader *reader, const YamlNode *node);
void block_cover_build(Edition *edition, const TemplateBlock *block);
void block_cover_free(gpointer content);
gpointer block_completeness_read(TemplateReader *reader, const YamlNode *node);
void block_completeness_build(Edition *edition, const TemplateBlock *block);
void block_completeness_free(gpointer content);
gpointer block_revisions_read(TemplateReader *reader, const YamlNode *node);
void block_revisions_build(Edition *edition, const TemplateBlock *block);
void block_revisions_free(gpointer content);
gpointer block_definitions_read(TemplateReader *reader, const YamlNode *node);
void block_definitions_build(Edition *edition, const TemplateBlock *block);
void block_definitions_free(gpointer content);
gpointer block_contents_read(TemplateReader *reader, const YamlNode *node);
void block_contents_build(Edition *edition, const TemplateBlock *block);
void block_contents_free(gpointer content);
gpointer block_pagebreak_read(TemplateReader *reader, const YamlNode *node);
void block_pagebreak_build(Edition *edition, const TemplateBlock *block);
void block_pagebreak_free(gpointer content);
gpointer block_signoff_read(TemplateReader *reader, const YamlNode *node);
gpointer block_contact_read(TemplateReader *reader, const YamlNode *node);
void block_card_build(Edition *edition, const TemplateBlock *block);
void block_card_free(gpointer content);
