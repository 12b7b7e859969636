/* The commands of the reports, by name; the files commands_*.c run them. */
#include "reports/commands.h"

const Command report_commands[] = {
	{ "report", "list", "", "List the templates, their audience, outputs and parameters", "",
	  NULL, list_run },
	{ "report", "check", "[FILE|NAME]…",
	  "Check templates whole, without a database; all of them when none is named",
	  "Every fault is told with file, line and column, up to 50 a file. Silent when\n"
	  "there is none.",
	  NULL, check_run },
	{ "report", "render", "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [-o PATH]",
	  "Render one edition of a template from the published run",
	  "NAME is a template's name or file. -o takes a folder (with a closing /, or one\n"
	  "that is there), a file with its extension, the beginning of the files' names, or\n"
	  "- for standard output:\n\n"
	  "  shumar report render press-note --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31 --format text -o -",
	  render_options, render_run },
	{ "report", "batch", "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [-o DIR]",
	  "Render an edition of a template for every district",
	  "All editions are of one snapshot of the published run. A template says with\n"
	  "'burst' what is walked and what the files are called:\n\n"
	  "  shumar report batch dpo-weekly --format pdf,xlsx",
	  batch_options, batch_run },
	{ 0 },
};
