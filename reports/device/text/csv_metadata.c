#include "reports/device/text/csv_metadata.h"

#include <string.h>

#include "reports/model/shorthand.h"

/* TEXT as a JSON string (RFC 8259, section 7). */
static void append_string(GString *out, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "", -1);
	g_string_append_c(out, '"');
	for (const char *at = valid; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			g_string_append_printf(out, "\\%c", *at);
		else if ((guchar)*at < 0x20)
			g_string_append_printf(out, "\\u%04x", (guint)(guchar)*at);
		else
			g_string_append_c(out, *at);
	}
	g_string_append_c(out, '"');
}

/* ,"NAME": TEXT on a line of its own, INDENT deep; nothing for NULL. */
static void append_pair(GString *out, int indent, const char *name, const char *text)
{
	if (text == NULL)
		return;
	g_string_append_printf(out, ",\n%*s\"%s\": ", indent, "", name);
	append_string(out, text);
}

/* What stands in a column of numbers or days where there is none. */
static void append_null(GString *out)
{
	g_string_append(out, ",\n            \"null\": [\"\"");
	for (guint n = 0; n < shorthand_count(); n++) {
		g_string_append(out, ", ");
		append_string(out, shorthand_sign(n));
	}
	g_string_append_c(out, ']');
}

static void append_column(GString *out, const CsvColumn *column)
{
	static const char *const types[] = { [CSV_STRING] = "string",
					     [CSV_INTEGER] = "integer",
					     [CSV_DECIMAL] = "decimal",
					     [CSV_DATE] = "date" };
	g_string_append(out, "          { \"name\": ");
	append_string(out, column->name);
	/* the first title is what stands in the file's head */
	g_string_append(out, ",\n            \"titles\": [");
	append_string(out, column->name);
	if (column->title != NULL && column->title[0] != '\0' &&
	    strcmp(column->title, column->name) != 0) {
		g_string_append(out, ", ");
		append_string(out, column->title);
	}
	g_string_append_c(out, ']');
	append_pair(out, 12, "dc:description", column->description);
	append_pair(out, 12, "datatype", types[column->type]);
	if (column->signs && column->type != CSV_STRING)
		append_null(out);
	g_string_append(out, " }");
}

static void append_table(GString *out, const char *url, const CsvTable *table)
{
	g_string_append(out, "    { \"url\": ");
	append_string(out, url);
	append_pair(out, 6, "dc:title", table->title);
	append_pair(out, 6, "dc:description", table->subtitle);
	append_pair(out, 6, "dc:source", table->source);
	g_string_append(out, ",\n      \"tableSchema\": {\n        \"columns\": [\n");
	for (guint n = 0; n < table->columns->len; n++) {
		append_column(out, table->columns->pdata[n]);
		g_string_append(out, n + 1 < table->columns->len ? ",\n" : "\n");
	}
	g_string_append(out, "        ]\n      } }");
}

void csv_metadata_append(GString *out, const Model *model, const GPtrArray *urls,
			 const GPtrArray *tables)
{
	g_autofree char *date =
	    model->as_at != NULL ? g_date_time_format(model->as_at, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
	g_string_append(out, "{\n  \"@context\": [\"http://www.w3.org/ns/csvw\", {\"@language\": ");
	append_string(out, model->language);
	g_string_append(out, "}]");
	g_autofree char *title = model_document_title(model);
	append_pair(out, 2, "dc:title", title);
	append_pair(out, 2, "dc:description", model->footer);
	append_pair(out, 2, "dc:language", model->language);
	if (date != NULL) {
		g_string_append(out, ",\n  \"dc:modified\": { \"@value\": ");
		append_string(out, date);
		g_string_append(out, ", \"@type\": \"xsd:dateTime\" }");
	}
	g_string_append(out, ",\n  \"dialect\": { \"encoding\": \"utf-8\", \"header\": true },\n");
	g_string_append(out, "  \"tables\": [\n");
	for (guint n = 0; n < tables->len; n++) {
		append_table(out, urls->pdata[n], tables->pdata[n]);
		g_string_append(out, n + 1 < tables->len ? ",\n" : "\n");
	}
	g_string_append(out, "  ]\n}\n");
}
