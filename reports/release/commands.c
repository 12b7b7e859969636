/* The commands of the release desk, by name; the files commands_*.c run them. */
#include "reports/release/commands.h"

const Command release_commands[] = {
	{ "release", "plans", "", "List the kinds of releases: parameters, tables, papers",
	  "A plan is a file of templates/releases/: which figures of which places and periods\n"
	  "become public together, and in which papers.\n\n"
	  "  shumar release plans",
	  NULL, release_plans },
	{ "release", "calendar",
	  "[list | announce ID --on DAY --at HOUR --by NAME | change ID … --reason TEXT]",
	  "Show or announce the day and hour of releases",
	  "A release leaves at the hour that was announced for it, or within 24 hours after.\n"
	  "An hour is announced at least four weeks ahead; the release need not be prepared\n"
	  "yet. A change needs a reason, and stays visible with it. It may put the release\n"
	  "off, but bring it forward only to an hour that is still four weeks ahead. A\n"
	  "correction may be announced for any hour to come.\n\n"
	  "  shumar release calendar\n"
	  "  shumar release calendar announce punjab-monthly-2026-10 --on 2026-11-25 \\\n"
	  "      --at 09:30 --by 'Ayesha Malik, DSP'\n"
	  "  shumar release calendar change punjab-monthly-2026-10 --on 2026-11-26 --at 09:30 \\\n"
	  "      --by 'Ayesha Malik, DSP' --reason 'Records of two districts came late'",
	  release_calendar_options, release_calendar },
	{ "release", "verify", "FOLDER [--key FILE]",
	  "Check a published folder by its files alone: seal, figures and proof",
	  "FOLDER is a release, or holds several. Needs no configuration, no database and no\n"
	  "network. Looks at the signature over manifest.json, every file against it, every\n"
	  "figure against the proof, and the proof itself: tables that agree with all that is\n"
	  "public, and in which no withheld figure can be told.\n"
	  "All faults are listed, 50 at most. Exit code 8 when a withheld figure can be read or\n"
	  "found, or nothing proves that it cannot; 6 when files were changed, added or lost.\n"
	  "The key in the folder shows only that nothing was changed since it was signed. Get\n"
	  "the key elsewhere, from an earlier release that you kept or from the office (it is\n"
	  "<data>/keys/release.pub there), and give it with --key.\n\n"
	  "  shumar release verify punjab-monthly-2026-10\n"
	  "  shumar release verify punjab-monthly-2026-10 --key punjab-monthly-2026-09/manifest.pub",
	  release_verify_options, release_verify },
	{ "release", "list", "", "List the releases: state, run, who approved, when public",
	  "Every release that was ever prepared, the newest first. What was public stays in\n"
	  "the list, withdrawn ones too.\n\n"
	  "  shumar release list",
	  NULL, release_list },
	{ "release", "status", "[ID]", "Say what was done with a release, and what is next",
	  "Without an ID: what each release waits for. With one: every line of the ledger of\n"
	  "it: prepared, audited, approved, who saw it before, published, corrected, withdrawn,\n"
	  "with day and name.\n\n"
	  "  shumar release status\n"
	  "  shumar release status punjab-monthly-2026-10",
	  NULL, release_status },
	{ 0 },
};
