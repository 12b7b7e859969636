/* The commands of the release desk, by name; the files commands_*.c run them. */
#include "reports/release/commands.h"

const Command release_commands[] = {
	{ "release", "plans", "", "List the kinds of releases: parameters, tables, papers",
	  "A plan is a file of templates/releases/: which figures of which places and periods\n"
	  "become public together, and in which papers.\n\n"
	  "  shumar release plans",
	  NULL, release_plans },
	{ "release", "prepare", "PLAN [--param K=V]… [--as-of RUN|DATE] [--by NAME] [--dry-run]",
	  "Count the figures of a release and protect them with all that was public before",
	  "Figures that could tell of one person are withheld, and others with them, so that\n"
	  "no sum, rate or earlier release gives them back. Everything is kept: papers are\n"
	  "rendered of what was prepared, and of nothing else. What is not public yet can be\n"
	  "prepared again; its audit and approvals fall then. Who is named with --by cannot\n"
	  "approve it. Exit code 8: it cannot be protected, and the message says what to\n"
	  "publish instead.\n\n"
	  "  shumar release prepare punjab-monthly --param month=2026-10 --by 'Bilal Ahmed, ASI'\n"
	  "  shumar release prepare punjab-monthly --param month=2026-10 --dry-run",
	  release_prepare_options, release_prepare },
	{ "release", "audit", "ID [--report FILE]",
	  "Attack a prepared release as a reader of everything ever published would",
	  "Knows the published figures of this and all earlier releases, and nothing else.\n"
	  "Exit code 8: a withheld figure can be found or narrowed; the figures are named, the\n"
	  "release is refused, and nothing later goes on until it is prepared again. The report\n"
	  "is for the desk alone: it has hidden values.\n\n"
	  "  shumar release audit punjab-monthly-2026-10 --report safety-2026-10.txt",
	  release_audit_options, release_audit },
	{ "release", "approve", "ID --by NAME [--embargo INSTANT] [--access NAME]…",
	  "Approve an audited release: two different people do it",
	  "What they approve is what was audited: when a figure changes, both have to approve\n"
	  "again. Whoever sees the release before it is public is named with --access, and\n"
	  "kept with the time. Of two embargoes the later one holds.\n\n"
	  "  shumar release approve punjab-monthly-2026-10 --by 'Ayesha Malik, DSP' \\\n"
	  "      --access 'Secretary Home' --embargo 2026-11-25T09:30:00+05:00",
	  release_approve_options, release_approve },
	{ "release", "publish", "ID [-o DIR] [--dry-run]",
	  "Write the public folder of an approved release, at its announced hour",
	  "Papers in all languages and formats, figures with metadata, the proof, and a signed\n"
	  "manifest, in the folder DIR/ID. Leaves at the announced hour or within 24 hours\n"
	  "after, and not before the end of its embargo. Stopped in the middle, it has\n"
	  "published nothing, or the next command ends it.\n\n"
	  "  shumar release publish punjab-monthly-2026-10 -o /srv/releases\n"
	  "  shumar release publish punjab-monthly-2026-10 --dry-run",
	  release_publish_options, release_publish },
	{ "release", "withdraw", "ID --by NAME --reason TEXT",
	  "Say that a public release is not to be used any more, and why",
	  "Its folder stays as it is: a notice is laid beside it. What was public stays public\n"
	  "in the ledger, and later releases are still held against it.\n\n"
	  "  shumar release withdraw punjab-monthly-2026-10 --by 'Ayesha Malik, DSP' \\\n"
	  "      --reason 'The records of Sahiwal were counted twice'",
	  release_withdraw_options, release_withdraw },
	{ "release", "correct", "ID --by NAME --reason TEXT [--as-of RUN|DATE]",
	  "Prepare a release that replaces one that is public, and say what changes",
	  "It is called ID-r2, and audited, announced, approved and published as any other;\n"
	  "an hour for it need not be four weeks ahead. Its folder has a correction in each\n"
	  "language: every figure and sentence that changed, and whether a headline falls.\n\n"
	  "  shumar release correct punjab-monthly-2026-10 --by 'Bilal Ahmed, ASI' \\\n"
	  "      --reason 'The records of Sahiwal were counted twice'",
	  release_correct_options, release_correct },
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
