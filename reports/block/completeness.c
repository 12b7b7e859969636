/*
 * completeness: what the figures do not hold. Either {reported, of, unit, missing} of a dataset
 * with one row, and the house's sentence says who has not reported; or {text, caution}, a text
 * whose tone is caution where the condition holds (always, when there is none). table: a table
 * below it, as of the kind table.
 */
#include "reports/block/block.h"
#include "reports/block/table/table.h"

typedef struct {
	const TemplateDataset *dataset;
	TemplateField field; /* name NULL: not given */
} Path;

typedef struct {
	Path reported, of, missing;
	char *unit;
	TemplateText *text;
	Condition *caution;
	TemplateBlock *table;
} CompletenessContent;

const TemplateKey block_completeness_keys[] = {
	{ .name = "reported", .kind = KEY_WORD },
	{ .name = "of", .kind = KEY_WORD },
	{ .name = "unit", .kind = KEY_WORD },
	{ .name = "missing", .kind = KEY_WORD },
	{ .name = "text", .kind = KEY_TEXT },
	{ .name = "caution", .kind = KEY_CONDITION },
	{ .name = "table", .kind = KEY_MAPPING, .keys = block_table_keys },
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

/* ── reading ── */

/* Reads the path at KEY, which must be of TYPE; a fault when it is needed and absent. */
static void read_path(TemplateReader *reader, const YamlNode *mapping, const char *key,
		      DatumType type, bool needed, Path *path)
{
	const YamlNode *node = yaml_find(mapping, key);
	g_autofree char *where = g_strdup_printf("completeness: %s", key);
	if (node == NULL && needed)
		problems_add(reader->problems, reader->document, mapping,
			     "give a text, or reported, of and unit", "completeness has no '%s'",
			     key);
	if (node == NULL)
		return;
	path->dataset = reader_path(reader, node, where, &path->field);
	if (path->dataset != NULL && path->field.type != type)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: '%s' is a %s, not a %s", where, yaml_text(node),
			     datum_type_name(path->field.type), datum_type_name(type));
}

static void read_unit(TemplateReader *reader, const YamlNode *mapping, CompletenessContent *content)
{
	const YamlNode *node = yaml_find(mapping, "unit");
	const char *unit = node != NULL ? reader_word(reader, node, "completeness: unit") : NULL;
	if (node == NULL)
		problems_add(reader->problems, reader->document, mapping,
			     "give a text, or reported, of and unit", "completeness has no 'unit'");
	if (unit == NULL)
		return;
	g_autofree char *why = NULL;
	content->unit = g_strconcat("count:", unit, NULL);
	if (!format_check(library_locale(reader->library, "en"), content->unit, DATUM_NUMBER, &why))
		problems_add(reader->problems, reader->document, node, NULL, "completeness: %s",
			     why);
}

static void read_counts(TemplateReader *reader, const YamlNode *node, CompletenessContent *content)
{
	read_path(reader, node, "reported", DATUM_NUMBER, true, &content->reported);
	read_path(reader, node, "of", DATUM_NUMBER, true, &content->of);
	read_path(reader, node, "missing", DATUM_TEXT, false, &content->missing);
	read_unit(reader, node, content);
	if (yaml_find(node, "caution") != NULL)
		problems_add(reader->problems, reader->document, yaml_find(node, "caution"),
			     "leave it out: caution is where fewer have reported than should",
			     "completeness: caution belongs to a text");
}

/* With a text, the counts are the text's own affair. */
static void read_said(TemplateReader *reader, const YamlNode *node, CompletenessContent *content)
{
	static const char *const counts[] = { "reported", "of", "unit", "missing" };
	const YamlNode *caution = yaml_find(node, "caution");
	content->text = reader_text_at(reader, node, "text", "completeness");
	if (caution != NULL)
		content->caution = reader_condition(reader, caution, "completeness: caution");
	for (size_t n = 0; n < G_N_ELEMENTS(counts); n++) {
		const YamlNode *count = yaml_find(node, counts[n]);
		if (count != NULL)
			problems_add(reader->problems, reader->document, count,
				     "give a text, or reported, of and unit",
				     "completeness has a text, and '%s' besides", counts[n]);
	}
}

gpointer block_completeness_read(TemplateReader *reader, const YamlNode *node)
{
	CompletenessContent *content = g_new0(CompletenessContent, 1);
	const YamlNode *table = yaml_find(node, "table");
	if (yaml_find(node, "text") != NULL)
		read_said(reader, node, content);
	else
		read_counts(reader, node, content);
	if (table != NULL)
		content->table = block_read_as(reader, "table", table, table);
	return content;
}

/* ── building ── */

static char *put(const char *pattern, const char *name, const char *value)
{
	g_auto(GStrv) parts = g_strsplit(pattern, name, -1);
	return g_strjoinv(value, parts);
}

static const Datum *path_datum(const Edition *edition, const Path *path)
{
	const Dataset *dataset = edition_dataset(edition, path->dataset);
	return dataset_value(dataset, 0, edition_column(edition, dataset, &path->field));
}

/* "12 of 14 stations have reported. Not reported: City, Saddar." A count that is missing, or
 * of none, is no sign that all is well. */
static char *say_counts(const Edition *edition, const CompletenessContent *content,
			BannerTone *ret_tone)
{
	const Locale *locale = edition->locale;
	const Datum *reported = path_datum(edition, &content->reported);
	const Datum *of = path_datum(edition, &content->of);
	bool whole =
	    !reported->missing && !of->missing && of->number > 0 && reported->number >= of->number;
	*ret_tone = whole ? TONE_PLAIN : TONE_CAUTION;
	g_autofree char *some = format_datum(locale, "int", reported);
	g_autofree char *all = format_datum(locale, content->unit, of);
	g_autofree char *first =
	    put(locale_word(locale, whole ? "all_reported" : "some_reported"), "{reported}", some);
	g_autofree char *said = put(first, "{of}", all);
	const Datum *names =
	    content->missing.field.name != NULL ? path_datum(edition, &content->missing) : NULL;
	if (whole || names == NULL || names->missing || names->text[0] == '\0')
		return g_steal_pointer(&said);
	g_autofree char *printed = format_datum(locale, "text", names);
	g_autofree char *who = put(locale_word(locale, "not_reported"), "{names}", printed);
	return g_strdup_printf("%s %s", said, who);
}

static char *say_text(const Edition *edition, const CompletenessContent *content,
		      BannerTone *ret_tone)
{
	bool caution = content->caution == NULL || edition_holds(edition, content->caution);
	*ret_tone = caution ? TONE_CAUTION : TONE_PLAIN;
	return edition_text(edition, content->text);
}

void block_completeness_build(Edition *edition, const TemplateBlock *block)
{
	const CompletenessContent *content = block->content;
	BannerTone tone;
	g_autofree char *text = content->text != NULL ? say_text(edition, content, &tone)
						      : say_counts(edition, content, &tone);
	if (text[0] != '\0') {
		Block *made = model_add(edition->model, BLOCK_BANNER, block->line);
		made->banner.tone = tone;
		made->banner.text = g_steal_pointer(&text);
	}
	if (content->table != NULL)
		block_build(edition, content->table);
}

void block_completeness_free(gpointer data)
{
	CompletenessContent *content = data;
	if (content == NULL)
		return;
	template_field_clear(&content->reported.field);
	template_field_clear(&content->of.field);
	template_field_clear(&content->missing.field);
	template_text_free(content->text);
	condition_free(content->caution);
	template_block_free(content->table);
	g_free(content->unit);
	g_free(content);
}
