/*
 * Template: a declarative report, read from YAML and checked whole without a database.
 *
 * Dataset columns and parameters come from the header comments of the files below sql/reports.
 * All faults are told at once, each with file:line:column. What was read is plain
 * values; blocks keep what their kind made of them (reports/block/block.h).
 */
#pragma once

#include "core/config/problem.h"
#include "reports/library/expression.h"
#include "reports/library/library.h"
#include "reports/library/office.h"
#include "reports/library/parameter.h"
#include "reports/template/template_key.h"

typedef struct BlockType BlockType;

typedef struct {
	char *name;
	const ParameterType *type;
	char *default_text; /* "last-complete" or a value; NULL: it must be given */
	char *not_before;   /* another parameter that this one may not precede, or NULL */
	GPtrArray *choices; /* of char*, NULL-terminated: what a choice may be; or NULL */
	bool used;          /* by a dataset or a text */
} TemplateParameter;

/* What one $n of a dataset's query gets: a parameter, the date the records are known
 * to, or a text that stands in the template. */
typedef struct {
	const TemplateParameter *parameter; /* borrowed, or NULL */
	bool as_at;
	bool end;      /* of the parameter's period the last day, and not the first */
	char *literal; /* when neither */
} TemplateArgument;

typedef struct TemplateDataset TemplateDataset;

/* Which row of another dataset a dataset of one row is. */
typedef enum { TEMPLATE_ROW_ALL, TEMPLATE_ROW_FIRST, TEMPLATE_ROW_LAST } TemplateRow;

struct TemplateDataset {
	char *name;
	char *place;                 /* "FILE:LINE", of the template or a part of it */
	const TemplateDataset *from; /* it is one row of this one, whose query it has; or NULL */
	TemplateRow row;
	char *row_unless;         /* not of rows where this column is true, or NULL */
	char *where;              /* of TEMPLATE_ROW_ALL: the text column of which */
	char **is;                /* one of these words is wanted */
	Office *office;           /* it comes from a file of the office; or NULL */
	char *row_by;             /* one such row for each value of this column, or NULL */
	const char *query;        /* name of the file below sql/reports/, without .sql */
	const char *sql;          /* its text, embedded */
	GPtrArray *query_columns; /* of SqlColumn: what the query returns */
	GPtrArray *columns;       /* of SqlColumn: those, and what is derived from them */
	GPtrArray *derivations;   /* of Derivation (reports/derive/derive.h) */
	GPtrArray *arguments;     /* of TemplateArgument, in the order of $1, $2 … */
	gint64 least, most;       /* how many rows there must be; MOST -1: no upper bound */
	bool used;                /* by a block or text */
};

/* A column of a dataset, there in every language of the template, and how it prints. */
typedef struct {
	char *name;
	DatumType type;
	char *format; /* NULL: the type's own */
} TemplateField;

/* A text in every language of the template, in their order. */
typedef struct {
	GPtrArray *by_language; /* of Expression */
} TemplateText;

/* Whose the records of a table or chart are; neither: the record systems of its dataset. */
typedef struct {
	TemplateText *text; /* or NULL */
	bool none;          /* it is not said */
} TemplateSource;

typedef struct {
	const BlockType *type;
	char *id; /* the template's, or kind and place: "text-3" */
	int line;
	gpointer content; /* what the type's read made */
} TemplateBlock;

typedef struct {
	YamlDocument *document;
	GPtrArray *parts;               /* of YamlDocument: shared files that it includes */
	char *name;                     /* "press-note" */
	TemplateText *paper;            /* what the paper is called, whoever it is of; or NULL */
	char *audience;                 /* "internal", "ministerial", "public" */
	char *jurisdiction;             /* "punjab" */
	char *orientation;              /* "portrait", "landscape" */
	char *theme;                    /* name of its file in themes/, or NULL */
	TemplateSource source;          /* of all blocks that say none of their own */
	GPtrArray *languages;           /* of char*, the first is the default */
	GPtrArray *outputs;             /* of const Device */
	GPtrArray *parameters;          /* of TemplateParameter */
	GPtrArray *datasets;            /* of TemplateDataset */
	GPtrArray *blocks;              /* of TemplateBlock */
	const TemplateParameter *burst; /* the district parameter that a batch walks, or NULL */
	bool has_notes;         /* it prints definitions that numbers beside names can point to */
	Expression *burst_name; /* file name of each edition; parameters print as written */
} Template;

/* Reads and checks the template at PATH. KINDS are those that blocks may
 * be of (reports/block/block.h). LIBRARY and KINDS are borrowed for the template's life.
 * Errors: SHUMAR_ERROR_CONFIG, all faults of the file at once. */
Template *template_read(const char *path, const Library *library, const BlockType *kinds,
			GError **error);

/* The same for LENGTH bytes of TEXT that messages call NAME. */
Template *template_parse(const char *text, size_t length, const char *name, const Library *library,
			 const BlockType *kinds, GError **error);
/* One with nothing in it yet, read from DOCUMENT, which it takes. */
Template *template_new(YamlDocument *document);
void template_free(Template *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Template, template_free)

/* What may stand at the top of a template. */
extern const TemplateKey template_keys[];
extern const TemplateKey template_add_keys[], template_parameter_keys[], template_dataset_keys[],
    template_burst_keys[], template_late_keys[], template_where_keys[];

/* The parameter or dataset NAME, or NULL. Borrowed. */
TemplateParameter *template_parameter(const Template *template, const char *name);
TemplateDataset *template_dataset(const Template *template, const char *name);

/* True of a dataset that has one row, whatever the records. */
bool template_dataset_is_single(const TemplateDataset *dataset);

/* Whether TEMPLATE is rendered of a release: it is public, and has figures. A dictionary of
 * measures has none, and needs no release. */
bool template_is_released(const Template *template);

/* What the paper is called in the language of LOCALE: its name where it does not say. Transfer
 * full. */
char *template_paper(const Template *template, const Locale *locale);

/* Index of LANGUAGE, or -1. */
int template_language(const Template *template, const char *language);

void template_field_clear(TemplateField *field);
void template_text_free(TemplateText *text); /* NULL is allowed */
