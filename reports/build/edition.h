/*
 * Edition: one template with its parameters and rows, in one language, made into a
 * model. No database and no clock: the same input gives the same model.
 */
#pragma once

#include "reports/library/dataset.h"
#include "reports/template/template.h"

/* A record system (a source of the configuration) that covers FEED. */
typedef struct {
	char *source, *feed;
} RecordSystem;

/* The values of a template's parameters, and what is known of the records. */
typedef struct {
	GArray *values; /* of ParameterValue, parallel to the template's parameters */
	GDate as_at;    /* records are known up to here */
	gint64 as_at_s; /* the same to the second, since the epoch, UTC */
	gint64 zone_s;  /* what the jurisdiction's zone was ahead of UTC then */
	gint64 run_no;
	char *release;      /* whose figures a public paper has; or NULL */
	GPtrArray *systems; /* of RecordSystem: who has reported by that run; or NULL */
} Binding;

/* Binds WORDS, each "name=value", to the parameters of TEMPLATE. Errors:
 * SHUMAR_ERROR_USAGE for what is unknown, repeated, missing or out of order, naming
 * the template's parameters. */
Binding *binding_new(const Template *template, const char *const *words, const Districts *districts,
		     gint64 run_no, CivilTime as_at, GError **error);
void binding_free(Binding *binding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Binding, binding_free)

/* The values joined by '-' after the template's name: a file name. Transfer full. */
char *binding_file_name(const Binding *binding, const Template *template);

/* The file name that the template's burst gives this binding. Transfer full. */
char *binding_burst_name(const Binding *binding, const Template *template, const Library *library);

/* The model of TEMPLATE in its language LANGUAGE. RAW maps names of the
 * template's datasets to Dataset as queried; what is derived from them is added here. Errors: a
 * dataset without the rows that the template expects. */
Model *edition_model(const Template *template, const Library *library, const Binding *binding,
		     GHashTable *raw, const char *language, GError **error);

/* ── for the block kinds ── */
typedef struct Edition {
	const Template *template;
	const Binding *binding;
	GHashTable *datasets; /* name → Dataset */
	const char *language;
	const Locale *locale;
	const Library *library;
	GPtrArray *noted;       /* of const Measure: the one at index n has note n + 1 */
	GPtrArray *note_blocks; /* of Block: to be filled when all measures are known */
	GPtrArray *under;  /* of const Measure: whose notes the block that is built has under it */
	GPtrArray *placed; /* of const Measure: whose notes stand under a block */
	const char *names; /* what {names} is in the text of collapsed rows; else NULL */
	const Dataset *row_of; /* in a repeat: its rows, and which of them "row" is */
	size_t row;
	Model *model;
	GError *error; /* of a block that cannot be built of these rows; the first */
} Edition;

/* ID as it is, or with the number of the row in a repeat: "station-3". Transfer full. */
char *edition_id(const Edition *edition, const char *id);

/* Says that the block cannot be built; the first to say so is heard. */
void edition_fail(Edition *edition, const char *hint, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* TEXT in the edition's language with its values, spaces folded. Transfer full. */
char *edition_text(const Edition *edition, const TemplateText *text);

/* The same, or a copy of FALLBACK when TEXT is NULL. */
char *edition_text_or(const Edition *edition, const TemplateText *text, const char *fallback);

/* What stands instead of the rows of DATASET when there are none: TEXT, or the house's word (TEXT
 * NULL); where nothing was reported, that, which is no zero. Transfer full. */
char *edition_text_empty(const Edition *edition, const Dataset *dataset, const TemplateText *text);

/* Whether CONDITION holds in this edition, for this row. */
bool edition_holds(const Edition *edition, const Condition *condition);

/* The definition of MEASURE with unit, numerator, denominator, date and source. Transfer full. */
Note *edition_definition(const Edition *edition, const Measure *measure, int number);

/* The rows of DATASET, or, in a repeat over it, those that "row" is one of. */
const Dataset *edition_dataset(const Edition *edition, const TemplateDataset *dataset);

/* The column of FIELD in DATASET. */
size_t edition_column(const Edition *edition, const Dataset *dataset, const TemplateField *field);

/* The value of FIELD in ROW, printed. Its texts are owned by the caller. */
Value edition_value(const Edition *edition, const Dataset *dataset, size_t row,
		    const TemplateField *field);

/* "cases", of COUNT of them; of a share "% of cases". NULL where the unit has no word. Transfer
 * full.
 */
char *edition_unit(const Edition *edition, const Measure *measure, gint64 count);

/* The number of MEASURE's note (0 for NULL), given in order of first use. */
int edition_note(Edition *edition, const Measure *measure);

/* Asks for the definition of MEASURE (NULL: of none) under the block that is built, unless it
 * stands under an earlier one; the notes of the edition then leave it out. */
void edition_note_under(Edition *edition, const Measure *measure);
/* Adds what stands under the block that was added last, where there is any: for the public the
 * legend of its signs, and the definitions that were asked for. */
void edition_add_under(Edition *edition, int line);

/* Builds BLOCKS into the edition's model, and gives each its id. */
void blocks_build(Edition *edition, const GPtrArray *blocks);
void block_build(Edition *edition, const TemplateBlock *block);
