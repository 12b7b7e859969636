#include "reports/template/publicity.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/template/public_sql.h"
#include "reports/template/public_words.h"

static bool is_public(const TemplateReader *reader)
{
	return g_strcmp0(reader->template->audience, "public") == 0;
}

/* ── datasets ── */

/* Columns of what is finer than anything that is released. */
static const struct {
	const char *word, *called;
} finer[] = {
	{ "station", "a police station" },
	{ "tehsil", "a tehsil" },
	{ "fir", "a case" },
	{ "case_key", "a case" },
	{ "accused_key", "a person" },
	{ "person", "a person" },
	{ "victim", "a person" },
	{ "name_of", "a person" },
	{ "address", "an address" },
	{ "cnic", "an identity card" },
	{ "phone", "a phone" },
	{ "remarks", "free text" },
	{ "note", "free text" },
	{ "description", "free text" },
};

/* The column of COLUMNS that is of something finer, or NULL; *ret_called is then what. */
static const char *finer_column(const GPtrArray *columns, const char **ret_called)
{
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = columns->pdata[n];
		DatumType type = DATUM_TEXT;
		if (datum_type_of_sql(column->type, &type) && type == DATUM_NUMBER)
			continue;
		for (size_t word = 0; word < G_N_ELEMENTS(finer); word++) {
			g_autofree char *prefix = g_strconcat(finer[word].word, "_", NULL);
			if (strcmp(column->name, finer[word].word) != 0 &&
			    !g_str_has_prefix(column->name, prefix))
				continue;
			*ret_called = finer[word].called;
			return column->name;
		}
	}
	return NULL;
}

static const char desk[] =
    "read schema released, as sql/reports/released_*.sql do, or write audience: internal";

/* The fault of the query's text, or of its lacking header. */
static void check_sql(TemplateReader *reader, const YamlNode *node, const char *where,
		      const TemplateDataset *dataset)
{
	PublicSqlFault fault = { 0 };
	g_autofree char *reads = sqltext_header(dataset->sql, "reads");
	if (public_sql_fault(dataset->sql, &fault))
		problems_add(reader->problems, reader->document, node, desk,
			     "%s: the template is public, and sql/reports/%s.sql:%d:%d %s", where,
			     dataset->query, fault.line, fault.column, fault.what);
	else if (g_strcmp0(reads, "released") != 0)
		problems_add(reader->problems, reader->document, node, desk,
			     "%s: the template is public, and sql/reports/%s.sql:1:1 has no line "
			     "'-- reads: released'",
			     where, dataset->query);
	public_sql_fault_clear(&fault);
}

void publicity_check(TemplateReader *reader, const YamlNode *node, const char *where,
		     const TemplateDataset *dataset)
{
	const char *called = NULL;
	if (!is_public(reader) || dataset->office != NULL)
		return;
	check_sql(reader, node, where, dataset);
	const char *column = finer_column(dataset->query_columns, &called);
	if (column != NULL)
		problems_add(reader->problems, reader->document, node, desk,
			     "%s: its column '%s' is of %s, and the template is public", where,
			     column, called);
}

/* ── texts ── */

typedef struct {
	TemplateReader *reader;
	const YamlDocument *document;
	const PublicWords *words;
} Looking;

static void look_at_text(const Looking *looking, const YamlNode *node, const char *language)
{
	Problems *problems = looking->reader->problems;
	const char *shape = public_words_shape(yaml_text(node), false);
	if (shape != NULL)
		problems_add(problems, looking->document, node, NULL,
			     "a public text holds what looks like %s", shape);
	g_autoptr(GPtrArray) findings =
	    public_words_find(looking->words, language, yaml_text(node));
	for (guint n = 0; n < findings->len; n++) {
		const PublicFinding *finding = findings->pdata[n];
		problems_add(problems, looking->document, node,
			     "say it otherwise; the rules are in templates/words/public.yaml",
			     "a public text says '%s': %s (rule '%s')", finding->found,
			     finding->why, finding->rule);
	}
}

/* A row may be withheld, and then the others add up to something else. */
static void look_at_sum(const Looking *looking, const YamlNode *key, const YamlNode *value)
{
	static const char *const sums[] = { "total", "totals", "subtotals", "add", NULL };
	if (!g_strv_contains(sums, yaml_text(key)) || g_strcmp0(yaml_text(value), "none") == 0 ||
	    g_strcmp0(yaml_text(value), "no") == 0)
		return;
	problems_add(looking->reader->problems, looking->document, key,
		     "let the dataset bring it: the release has its sums",
		     "'%s' in a public template: what is worked out of rows that may be withheld "
		     "is no figure of the release",
		     yaml_text(key));
}

/* Looks at NODE and all below it; LANGUAGE is of the texts in it. */
static void look_at(const Looking *looking, const YamlNode *node, const char *language)
{
	if (yaml_kind(node) == YAML_KIND_SCALAR) {
		look_at_text(looking, node, language);
		return;
	}
	bool mapping = yaml_kind(node) == YAML_KIND_MAPPING;
	for (size_t n = 0; n < yaml_count(node); n++) {
		const char *key = mapping ? yaml_text(yaml_key(node, n)) : "";
		if (mapping)
			look_at_sum(looking, yaml_key(node, n), yaml_value(node, n));
		look_at(looking, mapping ? yaml_value(node, n) : yaml_item(node, n),
			strcmp(key, "ur") == 0   ? "ur"
			: strcmp(key, "en") == 0 ? "en"
						 : language);
	}
}

/* That the template prints every list of the office that each public paper has. */
static void look_for_office(TemplateReader *reader, const PublicWords *words)
{
	for (const char *const *file = public_words_office(words); *file != NULL; file++) {
		bool there = false;
		g_autofree char *query = g_strconcat("office/", *file, NULL);
		for (guint n = 0; n < reader->template->datasets->len; n++) {
			const TemplateDataset *dataset = reader->template->datasets->pdata[n];
			there |= g_strcmp0(dataset->query, query) == 0;
		}
		if (!there)
			problems_add(
			    reader->problems, reader->document,
			    yaml_find(yaml_root(reader->document), "datasets"),
			    "include shared/office-help.yaml with its datasets",
			    "a public paper prints the list '%s' of the office, and this one "
			    "does not",
			    *file);
	}
}

void publicity_check_texts(TemplateReader *reader)
{
	g_autoptr(GError) error = NULL;
	if (!is_public(reader))
		return;
	g_autoptr(PublicWords) words = public_words_read(reader->library, &error);
	if (words == NULL) {
		problems_add(reader->problems, reader->document, NULL, error_hint(error), "%s",
			     error->message);
		return;
	}
	Looking looking = { reader, reader->template->document, words };
	look_at(&looking, yaml_root(looking.document), "en");
	for (guint n = 0; n < reader->template->parts->len; n++) {
		looking.document = reader->template->parts->pdata[n];
		look_at(&looking, yaml_root(looking.document), "en");
	}
	if (template_is_released(reader->template))
		look_for_office(reader, words);
}
