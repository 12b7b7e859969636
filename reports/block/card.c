/*
 * signoff: auto, or {title, lines: [{label, value}]}: who answers for the figures; a line without
 * a value is filled in by hand. contact: the same with a value in every line.
 */
#include "reports/block/block.h"

typedef struct {
	TemplateText *label;
	TemplateText *value; /* NULL: filled in by hand */
} LineContent;

typedef struct {
	TemplateText *title; /* NULL: the word of the kind */
	const char *word;
	GPtrArray *lines; /* of LineContent; empty: the house's own */
} CardContent;

static const TemplateKey line_keys[] = {
	{ .name = "label", .kind = KEY_TEXT, .needed = true },
	{ .name = "value", .kind = KEY_TEXT },
	{ 0 },
};
const TemplateKey block_card_keys[] = {
	{ .name = "title", .kind = KEY_TEXT },
	{ .name = "lines", .kind = KEY_LIST, .needed = true, .keys = line_keys },
	{ .name = "id", .kind = KEY_WORD },
	{ 0 },
};

static void line_free(gpointer data)
{
	LineContent *line = data;
	template_text_free(line->label);
	template_text_free(line->value);
	g_free(line);
}

static void read_line(TemplateReader *reader, const YamlNode *node, const char *where, bool by_hand,
		      GPtrArray *lines)
{
	g_autofree char *what = g_strdup_printf("%s: line", where);
	if (!reader_keys(reader, node, what, line_keys))
		return;
	reader_needed(reader, node, what, line_keys);
	if (!by_hand && yaml_find(node, "value") == NULL)
		problems_add(reader->problems, reader->document, node, NULL, "%s has no 'value'",
			     what);
	LineContent *line = g_new0(LineContent, 1);
	line->label = reader_text_at(reader, node, "label", what);
	line->value = reader_text_at(reader, node, "value", what);
	g_ptr_array_add(lines, line);
}

static CardContent *read_card(TemplateReader *reader, const YamlNode *node, const char *kind,
			      const char *word, bool by_hand)
{
	CardContent *card = g_new0(CardContent, 1);
	card->word = word;
	card->lines = g_ptr_array_new_with_free_func(line_free);
	if (by_hand && yaml_kind(node) == YAML_KIND_SCALAR) {
		reader_auto(reader, node, kind);
		return card;
	}
	if (!reader_keys(reader, node, kind, block_card_keys))
		return card;
	reader_needed(reader, node, kind, block_card_keys);
	card->title = reader_text_at(reader, node, "title", kind);
	const YamlNode *lines = yaml_find(node, "lines");
	if (lines != NULL && (yaml_kind(lines) != YAML_KIND_SEQUENCE || yaml_count(lines) == 0))
		problems_add(reader->problems, reader->document, lines,
			     "write for example: - {label: Telephone, value: \"1787\"}",
			     "%s: lines must be a list of lines", kind);
	for (size_t n = 0; n < yaml_count(lines) && yaml_kind(lines) == YAML_KIND_SEQUENCE; n++)
		read_line(reader, yaml_item(lines, n), kind, by_hand, card->lines);
	return card;
}

gpointer block_signoff_read(TemplateReader *reader, const YamlNode *node)
{
	return read_card(reader, node, "signoff", "signoff", true);
}

gpointer block_contact_read(TemplateReader *reader, const YamlNode *node)
{
	return read_card(reader, node, "contact", "contact", false);
}

void block_card_build(Edition *edition, const TemplateBlock *block)
{
	static const char *const own[] = { "prepared_by", "checked_by", "approved_by",
					   "signed_on" };
	const CardContent *card = block->content;
	const Locale *locale = edition->locale;
	Block *made = model_add(edition->model, BLOCK_CARD, block->line);
	made->card.title = edition_text_or(edition, card->title, locale_word(locale, card->word));
	for (guint n = 0; n < card->lines->len; n++) {
		const LineContent *line = g_ptr_array_index(card->lines, n);
		g_autofree char *label = edition_text(edition, line->label);
		g_autofree char *value = edition_text_or(edition, line->value, "");
		g_ptr_array_add(made->card.lines, card_line_new(label, value));
	}
	for (size_t n = 0; card->lines->len == 0 && n < G_N_ELEMENTS(own); n++)
		g_ptr_array_add(made->card.lines, card_line_new(locale_word(locale, own[n]), ""));
}

void block_card_free(gpointer content)
{
	CardContent *card = content;
	if (card == NULL)
		return;
	template_text_free(card->title);
	g_ptr_array_unref(card->lines);
	g_free(card);
}
