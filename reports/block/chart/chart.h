/*
 * Chart block: what a template's chart or tilemap says, between reading and building.
 *
 * chart.c and tilemap.c read it, chart_rule.c its references; chart_build.c makes categories and
 * series of rows, chart_whole.c the model's chart with its panels, chart_alt.c tells it in words.
 * Private to these files.
 */
#pragma once

#include "reports/block/table/about.h"

/* A column of the dataset as a series. */
typedef struct {
	TemplateField field;
	TemplateText *name; /* NULL: the measure's name, else the unit */
	const Measure *measure;
} ChartColumn;

/* A pair of columns round the values: an interval, a band, limits. */
typedef struct {
	TemplateField lower, upper; /* names NULL: none */
	TemplateText *name;         /* NULL: the language's own word */
} ChartBand;

/* A rule at a value, or a mark at a category. */
typedef struct {
	TemplateText *label;
	bool is_break, is_mark;
	double value;                   /* when neither of the following */
	const TemplateDataset *dataset; /* whose one row has the value in FIELD, or NULL */
	TemplateField field;
	char *at; /* of a mark: a date, number or text as in the column x */
	/* of annotate-from: a mark for each row of this one; field is where, words what it says */
	const TemplateDataset *marks;
	TemplateField words;
} ChartRule;

typedef enum { CHART_SORT_NONE, CHART_SORT_ASCENDING, CHART_SORT_DESCENDING } ChartSort;

typedef struct {
	char *id;
	ChartKind kind;
	const TemplateDataset *dataset;
	TemplateField x, denominator, provisional, by, facet, centre, signal, target;
	TemplateField row, column; /* of tiles; names NULL: the jurisdiction's map */
	TemplateField short_name;  /* of tiles */
	TemplateField code;        /* of tiles: the district's */
	const char *map;           /* text of the jurisdiction's map, or NULL */
	GPtrArray *series;         /* of ChartColumn */
	ChartBand interval, band;  /* round each value; of what is usual */
	ChartColumn behind;        /* drawn pale behind the first; field name NULL: none */
	double height_mm;          /* of the plot; 0: as the kind has it */
	GPtrArray *limits;         /* of ChartBand */
	GPtrArray *rules;          /* of ChartRule */
	TemplateText *highlight;   /* or NULL */
	ContentAbout about;
	TemplateText *title, *x_title, *y_title, *empty;
	TemplateText *sheet; /* what its sheet is called, or NULL */
	TemplateText *alt;   /* NULL: told from the values */
	MeasureGood good;
	ChartSort sort;
	bool percent;
	bool notes_under;
	int decimals; /* -1: as many as needed */
} ChartContent;

ChartContent *chart_content_new(void);

/* Reads the column at KEY of NODE, when it is there; a fault unless it is of TYPE. False when it is
 * absent or faulty. */
bool chart_read_field(TemplateReader *reader, const YamlNode *node, const char *key, DatumType type,
		      const char *where, const ChartContent *chart, TemplateField *ret_field);

/* Reads the column FIELD as one more series. */
void chart_read_series(TemplateReader *reader, const YamlNode *field, const YamlNode *name,
		       const YamlNode *measure, const char *where, ChartContent *chart);

/* Reads id, dataset, titles, alt, empty, percent, decimals, provisional: what charts and tile maps
 * share. Returns what messages call the chart; free with g_free. */
char *chart_read_common(TemplateReader *reader, const YamlNode *node, const char *kind,
			ChartContent *chart);

/* Reads behind and height (chart_behind.c). */
void chart_read_behind(TemplateReader *reader, const YamlNode *node, const char *where,
		       ChartContent *chart);
void chart_read_height(TemplateReader *reader, const YamlNode *node, const char *where,
		       ChartContent *chart);
extern const TemplateKey chart_behind_keys[];

/* Adds the series behind, where there is one with a value in ROWS. */
void chart_build_behind(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart);

/* Reads reference, annotate, break into the chart's rules (chart_rule.c). */
void chart_read_rules(TemplateReader *reader, const YamlNode *node, const char *where,
		      ChartContent *chart);
/* The keys of a chart's rules. */
extern const TemplateKey chart_reference_keys[], chart_mark_keys[], chart_marks_keys[];

void chart_rule_free(gpointer rule);

/* Adds the definitions that stand under the chart, where it wants them there. */
void chart_add_notes(Edition *edition, const ChartContent *content, int line);

/* Adds the rules to CHART, whose categories stand for ROWS (of size_t) of DATASET. */
void chart_build_rules(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		       const GArray *rows, Chart *chart);

/* The model's chart without its series: titles, words, the language's separators. */
Chart *chart_begin(Edition *edition, const TemplateBlock *block);

/* Adds one category for each of ROWS of DATASET, and how they are drawn. */
void chart_build_categories(const Edition *edition, const ChartContent *content,
			    const Dataset *dataset, const GArray *rows, Chart *chart);

/* The values of FIELD in ROWS, one each, NaN where missing. Free with g_free. */
double *chart_numbers(const Edition *edition, const Dataset *dataset, const TemplateField *field,
		      const GArray *rows);

/* The rows of DATASET in the order in which the chart shows them: of size_t. */
GArray *chart_rows(const Edition *edition, const ChartContent *content, const Dataset *dataset);

/* The texts of FIELD, each once, in the order of the rows; *RET_INDEX says which one each row
 * has. Free with g_ptr_array_unref and g_free. */
GPtrArray *chart_distinct(const Edition *edition, const Dataset *dataset,
			  const TemplateField *field, const GArray *rows, guint **ret_index);

/* Adds categories, series and rules of ROWS to CHART, which is the whole or one panel. */
void chart_build_body(Edition *edition, const ChartContent *content, const Dataset *dataset,
		      const GArray *rows, Chart *chart);

/* A panel for each text of the facet column (chart_panel.c). */
void chart_build_facets(Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart);

/* Gives each series a panel of its own when they are more than can be told apart. */
void chart_spread_series(Chart *chart);

/* How many series of values CHART has that are no context. */
guint chart_count_values(const Chart *chart);

/* Marks the category, or the series, that is the point; the others become context. */
void chart_highlight(const Edition *edition, const ChartContent *content, Chart *chart);

/* Sets CHART's alternative text: the template's, or CHART told in words (chart_alt.c). */
void chart_set_alt(const Edition *edition, const ChartContent *content, Chart *chart);

/* The kinds (reports/block/block.h). */
extern const TemplateKey block_chart_keys[], block_tilemap_keys[];
gpointer block_chart_read(TemplateReader *reader, const YamlNode *node);
void block_chart_build(Edition *edition, const TemplateBlock *block);
void block_chart_free(gpointer content);
gpointer block_tilemap_read(TemplateReader *reader, const YamlNode *node);
void block_tilemap_build(Edition *edition, const TemplateBlock *block);
