/* report trace: from a printed figure to the records behind it. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/command/commands.h"
#include "reports/trace/trace_all.h"

/* Parts "vwps-note#registered"; *ret_figure is borrowed from WORD, whose '#' it ends at. */
static bool split_address(char *word, const char **ret_figure, GError **error)
{
	char *mark = strrchr(word, '#');
	if (mark == NULL || mark[1] == '\0' || mark == word) {
		error_set(
		    error, SHUMAR_ERROR_USAGE,
		    "Write TEMPLATE#FIGURE, as vwps-note#registered, or --all for every figure.",
		    "'%s' is no figure", word);
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
		  "of the dataset does not count what its query counts.",
		  "'%s' is printed as %s, but its cells or records do not add up to it",
		  trace->figure->id, trace->printed);
	return false;
}

/* What a trace is of: read once for a figure and for all. */
typedef struct {
	Template *template;
	Render *render;
	Binding *binding;
	const char *language;
} Traced;

static void traced_clear(Traced *edition)
{
	binding_free(edition->binding);
	render_end(edition->render);
	template_free(edition->template);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Traced, traced_clear)

static bool traced_read(Traced *edition, const Library *library, const char *name,
			const Asked *asked, GError **error)
{
	edition->template = commands_template(library, name, error);
	edition->language = edition->template != NULL
				? commands_language(edition->template, asked->language, error)
				: NULL;
	return edition->language != NULL;
}

static bool traced_bind(Traced *edition, const Config *config, const Library *library,
			const Asked *asked, GError **error)
{
	const char *of = NULL;
	edition->render = commands_of(edition->template, asked, &of, error)
			      ? render_begin(config, library, edition->template, of, error)
			      : NULL;
	edition->binding =
	    edition->render != NULL ? render_bind(edition->render, asked->params, error) : NULL;
	return edition->binding != NULL;
}

static bool trace_one(const Config *config, const Library *library, char *word, const Asked *asked,
		      GError **error)
{
	bool csv;
	const char *name;
	g_auto(Traced) edition = { 0 };
	if (!read_format(asked->format, &csv, error) || !split_address(word, &name, error) ||
	    !traced_read(&edition, library, word, asked, error))
		return false;
	g_autoptr(GPtrArray) figures = trace_figures(edition.template, library);
	const TraceFigure *figure = trace_find(figures, edition.template, name, error);
	if (figure == NULL || !traced_bind(&edition, config, library, asked, error))
		return false;
	g_autoptr(Trace) trace = trace_collect(edition.render, library, edition.binding, figure,
					       asked->row, edition.language, error);
	if (trace == NULL)
		return false;
	GString *text = g_string_new(NULL);
	if (csv)
		trace_print_csv(text, trace);
	else
		trace_print(text, trace, edition.language, asked->limit, asked->cells);
	return commands_print(text, true, error) && check_sums(trace, error);
}

static bool trace_template(const Config *config, const Library *library, const char *name,
			   const Asked *asked, GError **error)
{
	TraceAll counts;
	g_auto(Traced) edition = { 0 };
	if (!traced_read(&edition, library, name, asked, error) ||
	    !traced_bind(&edition, config, library, asked, error))
		return false;
	GString *text = g_string_new(NULL);
	bool traced = trace_all(text, edition.render, library, edition.template, edition.binding,
				edition.language, &counts, error);
	if (!commands_print(text, true, traced ? error : NULL) || !traced)
		return false;
	if (counts.wrong == 0)
		return true;
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "'shumar etl verify' proves the cubes; trace those figures one by one.",
		  "%u figures of '%s' do not agree with their cells or records", counts.wrong,
		  name);
	return false;
}

bool report_trace(CommandContext *context, GStrv words, GError **error)
{
	const Asked asked = asked_of(context);
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	if (library == NULL)
		return false;
	if (asked.limit < 0) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give 0 for all.",
			  "--limit cannot be below 0");
		return false;
	}
	const Config *config = command_config(context, error);
	return asked.all ? trace_template(config, library, words[0], &asked, error)
			 : trace_one(config, library, words[0], &asked, error);
}
