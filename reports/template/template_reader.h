/*
 * Template reader: what the parts of the template check share, and what a block
 * kind reads its own keys with. Everything adds its faults to the problems and
 * goes on; a NULL result means that a fault was added.
 */
#pragma once

#include "reports/template/template.h"

typedef struct {
	const YamlDocument *document; /* of the nodes that are read: the template or a part */
	Problems *problems;
	const Library *library;
	const BlockType *kinds; /* of blocks; ended by a row whose kind is NULL */
	Template *template;
	const char *language;       /* of the text in check */
	bool raw;                   /* in a file name: parameters print as they are written */
	GHashTable *ids;            /* of blocks read so far */
	GHashTable *id_nodes;       /* the nodes they stand in */
	GHashTable *figure_ids;     /* of figures read so far */
	GHashTable *places;         /* kind of block → how many have no id of their own */
	const TemplateDataset *row; /* what "row" names in a repeat, or NULL */
	bool names;                 /* the text in check may say {names} */
	bool in_columns;
	GPtrArray *including; /* of YamlDocument: the template, and the parts that are being read */
	int depth;            /* of blocks in blocks */
} TemplateReader;

/* Checks the keys of the mapping NODE against KEYS. False when NODE is no mapping, which is a
 * fault too. */
bool reader_keys(TemplateReader *reader, const YamlNode *node, const char *where,
		 const TemplateKey *keys);

/* A fault for each of KEYS that is needed and not in NODE. */
void reader_needed(TemplateReader *reader, const YamlNode *node, const char *where,
		   const TemplateKey *keys);

/* The names of KEYS, NULL-terminated. Transfer container. */
const char **template_key_names(const TemplateKey *keys);

/* The text of the scalar NODE, called WHERE in messages ("chart 'trend': kind"). */
const char *reader_word(TemplateReader *reader, const YamlNode *node, const char *where);

/* As reader_word for one of WORDS (NULL-terminated). Borrowed from WORDS. */
const char *reader_choice(TemplateReader *reader, const YamlNode *node, const char *where,
			  const char *const *words);

/* True when NODE, the value of a block called WHERE, is the word auto; a fault otherwise. */
bool reader_auto(TemplateReader *reader, const YamlNode *node, const char *where);

/* A text in every language of the template: a scalar is English. Transfer full. */
TemplateText *reader_text(TemplateReader *reader, const YamlNode *node, const char *where);

/* The value of KEY in MAPPING as reader_text; NULL without a fault when it is absent. */
TemplateText *reader_text_at(TemplateReader *reader, const YamlNode *mapping, const char *key,
			     const char *where);

/* Reads the key source of MAPPING: a text, or the word none. */
void reader_source(TemplateReader *reader, const YamlNode *mapping, const char *where,
		   TemplateSource *ret_source);

/* The same for a mapping that may have an id beside its languages. */
TemplateText *reader_text_with_id(TemplateReader *reader, const YamlNode *node, const char *where);

/* The condition at NODE, checked in every language of the template. Transfer full. */
Condition *reader_condition(TemplateReader *reader, const YamlNode *node, const char *where);

/* The dataset that MAPPING's key "dataset" names. Borrowed from the template. */
const TemplateDataset *reader_dataset(TemplateReader *reader, const YamlNode *mapping,
				      const char *where);

/* Reads the column name NODE of DATASET; the format is the type's own. */
bool reader_field(TemplateReader *reader, const YamlNode *node, const TemplateDataset *dataset,
		  const char *where, TemplateField *ret_field);

/* Gives FIELD the format that NODE names, "count:case" (NULL leaves it). */
void reader_format(TemplateReader *reader, const YamlNode *node, const char *where,
		   TemplateField *field);

/* The dataset and column that the path NODE, "head.registered", names; the dataset
 * must be of one row, or be the repeat's own, "row.registered". */
const TemplateDataset *reader_path(TemplateReader *reader, const YamlNode *node, const char *where,
				   TemplateField *ret_field);

/* The measure that NODE names. */
const Measure *reader_measure(TemplateReader *reader, const YamlNode *node, const char *where);

/* The id at MAPPING's key "id": small letters, digits, '-', '_'; unique in the template. */
char *reader_id(TemplateReader *reader, const YamlNode *mapping, const char *kind);

/* The same for an id that may be absent: NULL then, or with a fault. WHERE is its owner, SEEN the
 * ids that it may not be one of. */
char *reader_id_among(TemplateReader *reader, const YamlNode *node, const char *where,
		      GHashTable *seen);

/* The names of COLUMNS (of SqlColumn) as templates write them, NULL-terminated. Transfer full. */
GPtrArray *reader_column_names(const GPtrArray *columns);

/* Adds a fault at NODE whose hint is the nearest of KNOWN, or all of them. */
void reader_unknown(TemplateReader *reader, const YamlNode *node, const char *name,
		    const char *const *known, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Parses and checks TEXT at NODE as an expression; NULL with a fault. Transfer full. */
Expression *reader_expression(TemplateReader *reader, const YamlNode *node, const char *text);

/* Reads a dataset that has the key "from". */
void reader_from(TemplateReader *reader, const YamlNode *key, const YamlNode *node,
		 const char *where);
extern const char *const template_row_words[];

/* Reads a dataset that has the key "office" into DATASET; and refuses that key's own in one that
 * has not. */
bool reader_office(TemplateReader *reader, const YamlNode *key, const YamlNode *node,
		   const char *where, TemplateDataset *dataset);
void reader_no_office(TemplateReader *reader, const YamlNode *node, const char *where);

/* Reads the top's parameters, datasets, burst (template_data.c) and blocks. */
void reader_parameters(TemplateReader *reader, const YamlNode *node);
void reader_datasets(TemplateReader *reader, const YamlNode *node);
/* A fault at NODE where DATASET may not be shown to the audience of the template
 * (template_audience.c). */
void reader_check_audience(TemplateReader *reader, const YamlNode *node, const char *where,
			   const TemplateDataset *dataset);
/* Reads the list NODE, add, of DATASET, called WHERE in messages: adds to its derivations, and the
 * new columns to its columns. */
void derivations_read(TemplateReader *reader, const YamlNode *node, const char *where,
		      TemplateDataset *dataset);
void reader_burst(TemplateReader *reader, const YamlNode *node);
