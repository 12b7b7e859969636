/* Which figures a template prints, and what each may be called. */
#include <string.h>

#include "core/config/problem.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/trace/trace.h"

static void figure_free(gpointer data)
{
	TraceFigure *figure = data;
	g_free(figure->id);
	g_free(figure->column);
	g_free(figure->format);
	g_free(figure);
}

/* ── walking the template ── */

typedef struct {
	const Template *template;
	const Library *library;
	GPtrArray *figures;
} Walk;

/* Adds COLUMN of DATASET as NODE (a figure, a table's column, a chart's series) prints it. */
static TraceFigure *add_figure(const Walk *walk, const YamlNode *node, char *id,
			       const TemplateDataset *dataset, const char *column)
{
	const char *measure = yaml_text(yaml_find(node, "measure"));
	TraceFigure *figure = g_new0(TraceFigure, 1);
	figure->id = id;
	figure->dataset = dataset;
	figure->column = g_strdup(column);
	figure->measure =
	    measure != NULL ? measures_find(library_measures(walk->library), measure) : NULL;
	figure->format = g_strdup(yaml_text(yaml_find(node, "format")));
	g_ptr_array_add(walk->figures, figure);
	return figure;
}

/* {value: head.registered, measure: …} */
static void visit_card(const Walk *walk, const YamlNode *node)
{
	const char *value = yaml_text(yaml_find(node, "value"));
	const char *id = yaml_text(yaml_find(node, "id"));
	g_auto(GStrv) path = g_strsplit(value != NULL ? value : "", ".", 2);
	const TemplateDataset *dataset =
	    g_strv_length(path) == 2 ? template_dataset(walk->template, path[0]) : NULL;
	if (dataset != NULL)
		add_figure(walk, node, g_strdup(id != NULL ? id : path[1]), dataset, path[1])
		    ->is_card = true;
}

static void visit_named(const Walk *walk, const YamlNode *node, const YamlNode *block,
			const TemplateDataset *dataset, const char *key)
{
	const char *column = yaml_text(yaml_find(node, key));
	const char *id = yaml_text(yaml_find(block, "id"));
	if (column != NULL && columns_find(dataset->columns, column, NULL) >= 0)
		add_figure(walk, node,
			   g_strdup_printf("%s.%s", id != NULL ? id : dataset->name, column),
			   dataset, column);
}

/* {id: …, dataset: …} with columns, or the value of a matrix or map, or y, series, behind */
static void visit_rows(const Walk *walk, const YamlNode *node)
{
	const char *name = yaml_text(yaml_find(node, "dataset"));
	const TemplateDataset *dataset =
	    name != NULL ? template_dataset(walk->template, name) : NULL;
	if (dataset == NULL)
		return;
	const YamlNode *columns = yaml_find(node, "columns"), *series = yaml_find(node, "series");
	const YamlNode *value = yaml_find(node, "value");
	if (value != NULL && yaml_kind(value) == YAML_KIND_MAPPING)
		visit_named(walk, value, node, dataset, "field");
	/* of a matrix they are a mapping */
	bool list = columns != NULL && yaml_kind(columns) == YAML_KIND_SEQUENCE;
	for (size_t n = 0; list && n < yaml_count(columns); n++)
		visit_named(walk, yaml_item(columns, n), node, dataset, "field");
	visit_named(walk, node, node, dataset, "y");
	visit_named(walk, node, node, dataset, "value"); /* of a map */
	visit_named(walk, yaml_find(node, "behind"), node, dataset, "y");
	for (size_t n = 0;
	     series != NULL && yaml_kind(series) == YAML_KIND_SEQUENCE && n < yaml_count(series);
	     n++)
		visit_named(walk, yaml_item(series, n), node, dataset, "field");
}

/* Figures stand anywhere below the blocks: in columns, repeats, conditions. */
static void visit(const Walk *walk, const YamlNode *node)
{
	if (node == NULL || yaml_text(node) != NULL)
		return;
	if (yaml_kind(node) == YAML_KIND_SEQUENCE) {
		for (size_t n = 0; n < yaml_count(node); n++)
			visit(walk, yaml_item(node, n));
		return;
	}
	visit_card(walk, node);
	visit_rows(walk, node);
	for (size_t n = 0; n < yaml_count(node); n++)
		visit(walk, yaml_value(node, n));
}

static bool is_number(const TemplateDataset *dataset, const char *column)
{
	DatumType type;
	int at = columns_find(dataset->columns, column, NULL);
	return at >= 0 &&
	       datum_type_of_sql(((SqlColumn *)dataset->columns->pdata[at])->type, &type) &&
	       type == DATUM_NUMBER;
}

GPtrArray *trace_figures(const Template *template, const Library *library)
{
	GPtrArray *figures = g_ptr_array_new_with_free_func(figure_free);
	const Walk walk = { template, library, figures };
	visit(&walk, yaml_find(yaml_root(template->document), "blocks"));
	for (guint n = 0; n < template->parts->len; n++)
		visit(&walk, yaml_find(yaml_root(template->parts->pdata[n]), "blocks"));
	for (guint n = figures->len; n > 0; n--) {
		const TraceFigure *figure = g_ptr_array_index(figures, n - 1);
		if (!is_number(figure->dataset, figure->column))
			g_ptr_array_remove_index(figures, n - 1);
	}
	return figures;
}

/* ── finding one ── */

static bool has_id(const TraceFigure *figure, const char *name)
{
	return strcmp(figure->id, name) == 0;
}

static bool has_card_column(const TraceFigure *figure, const char *name)
{
	return figure->is_card && strcmp(figure->column, name) == 0;
}

static bool has_column(const TraceFigure *figure, const char *name)
{
	return strcmp(figure->column, name) == 0;
}

static bool has_path(const TraceFigure *figure, const char *name)
{
	g_autofree char *path = g_strdup_printf("%s.%s", figure->dataset->name, figure->column);
	return strcmp(path, name) == 0;
}

static bool has_measure(const TraceFigure *figure, const char *name)
{
	return figure->measure != NULL && strcmp(measure_id(figure->measure), name) == 0;
}

/* "registered" of cases_registered */
static bool has_measure_word(const TraceFigure *figure, const char *name)
{
	if (figure->measure == NULL || !figure->is_card)
		return false;
	g_autofree char *end = g_strconcat("_", name, NULL);
	g_autofree char *start = g_strconcat(name, "_", NULL);
	return g_str_has_suffix(measure_id(figure->measure), end) ||
	       g_str_has_prefix(measure_id(figure->measure), start);
}

/* How a figure may be called, the surest first. */
static bool (*const callings[])(const TraceFigure *, const char *) = {
	has_id, has_card_column, has_column, has_path, has_measure, has_measure_word,
};

/* The figures that may be named, NULL-terminated. Transfer container. */
static const char **known_ids(const GPtrArray *figures)
{
	const char **ids = g_new0(const char *, figures->len + 1);
	guint used = 0;
	for (guint n = 0; n < figures->len; n++) {
		const TraceFigure *figure = g_ptr_array_index(figures, n);
		if (!g_strv_contains((const char *const *)ids, figure->id))
			ids[used++] = figure->id;
	}
	return ids;
}

static void set_unknown(const GPtrArray *figures, const Template *template, const char *name,
			GError **error)
{
	g_autofree const char **ids = known_ids(figures);
	g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)ids);
	const char *near = nearest_name(name, ids);
	g_autofree char *hint =
	    near != NULL ? g_strdup_printf("Did you mean '%s'? There are: %s.", near, all)
			 : g_strdup_printf("There are: %s.", all);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "template '%s' prints no figure '%s'",
		  template->name, name);
}

/* A column of a dataset that only texts print: "note.accused". */
static const TraceFigure *find_unshown(GPtrArray *figures, const Template *template,
				       const char *name)
{
	g_auto(GStrv) path = g_strsplit(name, ".", 2);
	const TemplateDataset *dataset =
	    g_strv_length(path) == 2 ? template_dataset(template, path[0]) : NULL;
	if (dataset == NULL || !is_number(dataset, path[1]))
		return NULL;
	TraceFigure *figure = g_new0(TraceFigure, 1);
	figure->id = g_strdup(name);
	figure->dataset = dataset;
	figure->column = g_strdup(path[1]);
	g_ptr_array_add(figures, figure);
	return figure;
}

static bool is_same(const TraceFigure *left, const TraceFigure *right)
{
	return left->dataset == right->dataset && strcmp(left->column, right->column) == 0;
}

const TraceFigure *trace_find(GPtrArray *figures, const Template *template, const char *name,
			      GError **error)
{
	for (size_t c = 0; c < G_N_ELEMENTS(callings); c++) {
		const TraceFigure *found = NULL;
		for (guint n = 0; n < figures->len; n++) {
			const TraceFigure *figure = g_ptr_array_index(figures, n);
			if (!callings[c](figure, name) || (found != NULL && is_same(figure, found)))
				continue;
			if (found != NULL) {
				g_autofree char *hint =
				    g_strdup_printf("Write '%s' or '%s'.", found->id, figure->id);
				error_set(error, SHUMAR_ERROR_USAGE, hint,
					  "'%s' may be several figures of template '%s'", name,
					  template->name);
				return NULL;
			}
			found = figure;
		}
		if (found != NULL)
			return found;
	}
	const TraceFigure *unshown = find_unshown(figures, template, name);
	if (unshown == NULL)
		set_unknown(figures, template, name, error);
	return unshown;
}
