/* report trace: from a printed figure to the records behind it. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/commands.h"
#include "reports/trace.h"

/* Parts "press-note#registered"; *ret_figure is borrowed from WORD, whose '#' it ends at. */
static bool split_address(char *word, const char **ret_figure, GError **error)
{
	char *mark = strrchr(word, '#');
	if (mark == NULL || mark[1] == '\0' || mark == word) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Write TEMPLATE#FIGURE, as press-note#registered.", "'%s' is no figure",
			  word);
		return false;
	}
	*mark = '\0';
	*ret_figure = mark + 1;
	return true;
}

/* True for CSV, false for text; NULL is text. */
static bool read_format(const char *format, bool *ret_csv, GError **error)
{
	*ret_csv = g_strcmp0(format, "csv") == 0;
	if (format == NULL || *ret_csv || strcmp(format, "text") == 0)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Give text or csv.", "a trace has no format '%s'",
		  format);
	return false;
}

/* The trace is printed first: it says where the sums part. */
static bool check_sums(const Trace *trace, GError **error)
{
	if (trace_agrees(trace))
		return true;
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "'shumar etl verify' proves the cubes; if it finds nothing, the line '-- trace:' "
		  "of the dataset counts otherwise than its query.",
		  "'%s' is printed as %s, but its cells or records do not add up to it",
		  trace->figure->id, trace->printed);
	return false;
}

static bool trace_one(const Config *config, const Library *library, char *word, const Asked *asked,
		      GError **error)
{
	bool csv;
	const char *name;
	if (!read_format(asked->format, &csv, error) || !split_address(word, &name, error))
		return false;
	g_autoptr(Template) template = commands_template(library, word, error);
	const char *language =
	    template != NULL ? commands_language(template, asked->language, error) : NULL;
	if (language == NULL)
		return false;
	g_autoptr(GPtrArray) figures = trace_figures(template, library);
	const TraceFigure *figure = trace_find(figures, template, name, error);
	g_autoptr(Render) render =
	    figure != NULL ? render_begin(config, library, template, asked->as_of, error) : NULL;
	g_autoptr(Binding) binding =
	    render != NULL ? render_bind(render, (const char *const *)asked->params, error) : NULL;
	g_autoptr(Trace) trace = binding != NULL ? trace_collect(render, library, binding, figure,
								 asked->row, language, error)
						 : NULL;
	if (trace == NULL)
		return false;
	GString *text = g_string_new(NULL);
	if (csv)
		trace_print_csv(text, trace);
	else
		trace_print(text, trace, language, asked->limit, asked->cells);
	return commands_print(text, true, error) && check_sums(trace, error);
}

bool report_trace(CommandContext *context, GStrv words, GError **error)
{
	g_auto(Asked) asked = asked_take();
	g_autoptr(Library) library = commands_begin(context, words, 1, 1, error);
	if (library == NULL)
		return false;
	if (asked.limit < 0) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give 0 for all.",
			  "--limit cannot be below 0");
		return false;
	}
	return trace_one(command_config(context, error), library, words[0], &asked, error);
}
