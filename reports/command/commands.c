/* The commands of the reports, by name; the files commands_*.c run them. */
#include "reports/command/commands.h"

const Command report_commands[] = {
	{ "report", "list", "",
	  "List the templates: audience, languages, outputs, title, parameters and batch", "", NULL,
	  report_list },
	{ "report", "check", "[FILE|NAME]…",
	  "Check templates whole, and their queries; all of them when none is named",
	  "Every fault is told with file, line and column, up to 50 a file. Silent when\n"
	  "there is none. Where a warehouse is at hand each query is prepared on its schema,\n"
	  "its columns and parameters are compared with its header, and it is run on no rows;\n"
	  "else that is said.",
	  NULL, report_check },
	{ "report", "new", "NAME --like NAME|FILE",
	  "Begin a template of one's own like one that is there",
	  "It is written to the site (docs/site.md), with its own name and files of a batch\n"
	  "that are called by it. Parts that it includes stay the program's.\n\n"
	  "  shumar report new tehsil-page --like dpo-weekly",
	  new_options, report_new },
	{ "report", "render",
	  "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [--rows FILE] [-o PATH]",
	  "Render one edition of a template from the published run",
	  "NAME is a template's name or file. -o takes a folder (with a closing /, or one\n"
	  "that is there), a file with its extension, the beginning of the files' names, or\n"
	  "- for standard output. What the files were made of is noted in the folder's\n"
	  "manifest.json, unless -o names one file. With --rows the figures are invented, need\n"
	  "no database, and every page says so.\n\n"
	  "  shumar report render vwps-note --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31 --format text -o -",
	  render_options, report_render },
	{ "report", "batch",
	  "NAME [--param K=V]… [--format LIST] [--lang LIST] [--as-of RUN|DATE] [--dry-run] [-o DIR]",
	  "Render an edition of a template for every district",
	  "All editions are of one snapshot of the published run. A template says with\n"
	  "'burst' what is walked and what the files are called. The folder gets a page over\n"
	  "all editions in it, index.html:\n\n"
	  "  shumar report batch dpo-weekly --format pdf,xlsx --lang en,ur",
	  batch_options, report_batch },
	{ "report", "trace",
	  "NAME#FIGURE|NAME --all [--param K=V]… [--row ROW] [--as-of RUN|DATE] [--cells] [--limit N]",
	  "Follow a printed figure to its cells, the keys of its records, and the runs that changed it",
	  "FIGURE is a figure's id, the column or measure it shows, TABLE.COLUMN of a table or\n"
	  "chart, or DATASET.COLUMN. Names of persons are never shown: a case is its district,\n"
	  "station, year and number, an accused person the first digits of a pseudonymous key.\n"
	  "With --all a line for every figure. Exit code 6 when records and figure do not agree.\n\n"
	  "  shumar report trace vwps-note#registered --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31\n"
	  "  shumar report trace dpo-weekly#stations.overdue --param district=LHR --row Saddar\n"
	  "  shumar report trace dpo-weekly#arrests --param district=LHR --format csv",
	  trace_options, report_trace },
	{ "report", "verify", "MANIFEST|EDITION|FOLDER",
	  "Render editions again as of their run and compare them with their manifest",
	  "Says ok, or what differs and what has changed since: template, query, library,\n"
	  "font. Later runs change nothing: every edition is of its own run. Exit code 6 when\n"
	  "an edition is missing, altered or different.\n\n"
	  "  shumar report verify build/reports/manifest.json",
	  NULL, report_verify },
	{ "report", "diff", "A B | NAME RUN RUN [--param K=V]…",
	  "Say in words how two editions differ, in the order of the page",
	  "A and B are manifests, folders that have one, or editions in such a folder; or NAME\n"
	  "is a template, and each RUN a number or a day:\n\n"
	  "  shumar report diff vwps-note 3 7 --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31\n"
	  "  shumar report diff last-week/manifest.json this-week/manifest.json",
	  diff_options, report_diff },
	{ "report", "preview", "NAME|FILE [--param K=V]… [--rows FILE] [--watch] [-o FILE]",
	  "Show a template's pages beside its lines, in one page of HTML",
	  "Figures come from sample rows (FILE.rows beside the template, or --rows) and need\n"
	  "no database, or else from the published run. Faults of the template are shown in\n"
	  "the place of its pages.\n\n"
	  "  shumar report preview templates/vwps-note.yaml --watch",
	  preview_options, report_preview },
	{ "report", "audit", "FILE.xlsx",
	  "Hold a finished workbook against the rules of accessibility",
	  "Every rule of the UK Analysis Function's checklist, with the places that break it,\n"
	  "in any workbook, also one made elsewhere. Done when no essential rule fails.",
	  NULL, report_audit },
	{ "report", "index", "FOLDER",
	  "Make one page over a folder of editions: index.html, searchable without a server",
	  "Lists every edition that a manifest in the folder or below it names, newest first,\n"
	  "with its formats, sizes and sha256 sums, what was before it, and which files are gone\n"
	  "or altered. 'report batch' makes it for the folder it writes to.\n\n"
	  "  shumar report index build/demo",
	  NULL, report_index },
	{ "report", "schema", "", "Print the JSON Schema by which editors complete templates",
	  "It is made from the tables that 'shumar report check' reads:\n\n"
	  "  shumar report schema > template.schema.json",
	  NULL, report_schema },
	{ 0 },
};
