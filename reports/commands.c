/* The commands of the reports, by name; the files commands_*.c run them. */
#include "reports/commands.h"

const Command report_commands[] = {
	{ "report", "list", "",
	  "List the templates: audience, languages, outputs, title, parameters and batch", "", NULL,
	  list_run },
	{ "report", "check", "[FILE|NAME]…",
	  "Check templates whole, without a database; all of them when none is named",
	  "Every fault is told with file, line and column, up to 50 a file. Silent when\n"
	  "there is none.",
	  NULL, check_run },
	{ "report", "render", "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [-o PATH]",
	  "Render one edition of a template from the published run",
	  "NAME is a template's name or file. -o takes a folder (with a closing /, or one\n"
	  "that is there), a file with its extension, the beginning of the files' names, or\n"
	  "- for standard output. What the files were made of is noted in the folder's\n"
	  "manifest.json, unless -o names one file.\n\n"
	  "  shumar report render press-note --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31 --format text -o -",
	  render_options, render_run },
	{ "report", "batch",
	  "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [--dry-run] [-o DIR]",
	  "Render an edition of a template for every district",
	  "All editions are of one snapshot of the published run. A template says with\n"
	  "'burst' what is walked and what the files are called:\n\n"
	  "  shumar report batch dpo-weekly --format pdf,xlsx",
	  batch_options, batch_run },
	{ "report", "trace",
	  "NAME#FIGURE [--param K=V]… [--row ROW] [--as-of RUN|DATE] [--cells] [--limit N]",
	  "Follow a printed figure to its cells, the keys of its records, and the runs that changed it",
	  "FIGURE is a figure's id, the column or measure it shows, TABLE.COLUMN of a table or\n"
	  "chart, or DATASET.COLUMN. Names of persons are never shown: a case is its district,\n"
	  "station, year and number, an accused person the first digits of a pseudonymous key.\n"
	  "Exit code 6 when records and figure do not agree.\n\n"
	  "  shumar report trace press-note#registered --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31\n"
	  "  shumar report trace dpo-weekly#stations.overdue --param district=LHR --row Saddar\n"
	  "  shumar report trace dpo-weekly#arrests --param district=LHR --format csv",
	  trace_options, trace_run },
	{ "report", "audit", "FILE.xlsx",
	  "Hold a finished workbook against the rules of accessibility",
	  "Every rule of the UK Analysis Function's checklist, with the places that break it,\n"
	  "in any workbook, also one made elsewhere. Done when no essential rule fails.",
	  NULL, audit_run },
	{ 0 },
};
