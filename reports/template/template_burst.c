/* What a batch of a template walks, and what its files are called. */
#include <string.h>

#include "core/outfile.h"
#include "core/text.h"
#include "reports/template/template_reader.h"

const TemplateKey template_burst_keys[] = {
	{ .name = "each", .kind = KEY_WORD, .needed = true },
	{ .name = "name", .kind = KEY_WORD, .needed = true },
	{ 0 },
};

/* The name is that of files below the folder the batch writes to; what values make of it is looked
 * at again when it is printed. */
static void check_burst_name(TemplateReader *reader, const YamlNode *node, const char *text)
{
	if (outfile_name_is_safe(text))
		return;
	g_autofree char *quoted = text_quote(text, -1);
	problems_add(reader->problems, reader->document, node,
		     "begin with a name, and put no empty part, '.' or '..' between two '/'",
		     "burst: name: %s leads out of the folder that the batch writes to", quoted);
}

void reader_burst(TemplateReader *reader, const YamlNode *node)
{
	if (node == NULL || !reader_keys(reader, node, "burst", template_burst_keys))
		return;
	const YamlNode *each = yaml_find(node, "each");
	const YamlNode *name = yaml_find(node, "name");
	if (each == NULL || name == NULL) {
		problems_add(reader->problems, reader->document, node,
			     "write for example: {each: district, name: \"{district.code}\"}",
			     "burst has no %s", each == NULL ? "each" : "name");
		return;
	}
	const char *parameter = reader_word(reader, each, "burst: each");
	const char *text = reader_word(reader, name, "burst: name");
	const TemplateParameter *walked =
	    parameter != NULL ? template_parameter(reader->template, parameter) : NULL;
	if (walked != NULL && walked->type->is_district)
		reader->template->burst = walked;
	else if (parameter != NULL)
		problems_add(reader->problems, reader->document, each, NULL,
			     "burst: each: '%s' is no parameter of type district", parameter);
	if (text != NULL)
		check_burst_name(reader, name, text);
	reader->raw = true;
	if (text != NULL)
		reader->template->burst_name = reader_expression(reader, name, text);
	reader->raw = false;
}
