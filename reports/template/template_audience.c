/* What a template may show by who reads it. */
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/template/template_reader.h"

/* A problem where the query lists single cases (its header says "rows: case-level") and others than
 * the police read the template. */
void reader_check_audience(TemplateReader *reader, const YamlNode *node, const char *where,
			   const TemplateDataset *dataset)
{
	g_autofree char *rows = sqltext_header(dataset->sql, "rows");
	const char *audience = reader->template->audience;
	if (g_strcmp0(rows, "case-level") == 0 && g_strcmp0(audience, "internal") != 0)
		problems_add(
		    reader->problems, reader->document, node,
		    "use a dataset that counts, or write audience: internal",
		    "%s: 'sql/reports/%s.sql' lists single cases, which a template for the "
		    "audience '%s' must not show",
		    where, dataset->query, audience != NULL ? audience : "?");
}
