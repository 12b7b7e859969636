/*
 * Blocks of a template: what a kind of block is, and the reading of lists of them. The kinds are
 * the reader's (reports/block/block.h has the table); how one is built is its own matter.
 */
#pragma once

#include "reports/template/template_reader.h"

typedef struct Edition Edition;

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

/* Reads the list of blocks NODE; PARENT, called WHERE, is what must have it. Elements
 * TemplateBlock; transfer full, never NULL. */
GPtrArray *blocks_read(TemplateReader *reader, const YamlNode *node, const YamlNode *parent,
		       const char *where);

/* The same for the mapping NODE as the value of one block of KIND; NULL for none and for a
 * fault. Transfer full. */
TemplateBlock *block_read_as(TemplateReader *reader, const char *kind, const YamlNode *key,
			     const YamlNode *value);
void template_block_free(gpointer block); /* takes NULL */
