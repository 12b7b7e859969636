#include "core/fault.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* In the order in which a run comes to them. docs/faults.md shows this table. */
const FaultPoint fault_points[] = {
	{ "run.claimed",
	  "the run stands in the ledger as claimed; the stage is still that of the run before" },
	{ "run.cleared", "the stage is empty" },
	{ "stage.before-commit",
	  "all facts and rejected rows are in the stage again, not committed (a run of kind reclassify)" },
	{ "stage.after-commit", "they are in the stage; no fact is touched yet" },
	{ "extract.file", "one file of a drop is in its raw table, not committed" },
	{ "extract.raw", "all files of a drop are in their raw tables, not committed" },
	{ "extract.raw-kept", "they are committed, and the run has read nothing of them yet" },
	{ "extract.snapshot", "the snapshot of a source is taken" },
	{ "extract.noted", "what the run knows of the source is in the stage; no row is" },
	{ "extract.middle", "a feed is on its way, some of its rows are sent" },
	{ "extract.before-commit", "a feed is in the stage as a whole, not committed" },
	{ "extract.after-commit", "a feed is in the stage, the others may not be" },
	{ "run.extracted", "every source is in the stage" },
	{ "apply.fenced", "the transaction of the run is open and holds the run as applied" },
	{ "apply.completed", "the stage holds all that the run has to look at" },
	{ "check.rules", "the rules of a feed were asked" },
	{ "check.rejects", "the rejects of a feed are in the ledger" },
	{ "apply.case", "the cases are changed" },
	{ "apply.outcome", "the outcomes are changed, too" },
	{ "apply.accused", "the accused are changed, too" },
	{ "apply.complaint", "the complaints are changed, too" },
	{ "apply.outreach", "the outreach events are changed, too" },
	{ "apply.referral", "the referrals are changed, too" },
	{ "apply.training", "the trainings are changed, too" },
	{ "apply.count", "the published counts are changed, too" },
	{ "apply.lifecycle", "the lifecycles of cases are made of them: all facts are changed" },
	{ "cubes.one", "one cube has its delta, or is built anew" },
	{ "cubes.swapped",
	  "all cubes have theirs, and those built anew stand in the place of the old" },
	{ "apply.cubes", "facts and cubes are changed" },
	{ "apply.sources",
	  "the watermarks have advanced: nothing is left to be done in the transaction" },
	{ "apply.before-commit",
	  "the same; facts, cubes, ledgers and watermarks become visible together or not at all" },
	{ "apply.after-commit",
	  "they are visible to the next run; reports still read the run before" },
	{ "run.verified", "the cubes are proven; reports still read the run before" },
	{ "publish.pointer", "the pointer that reports read is moved, not committed" },
	{ "publish.before-commit", "the manifest is written and signed, too" },
	{ "publish.after-commit", "reports read the new run, its manifest is there" },
	{ "run.published", "the same; only the summary and the emptying of the stage are left" },
	{ "run.ended", "nothing is left to do" },
	{ "rebuild.before-commit", "cubes are built anew from the facts, not committed" },
	{ "rebuild.after-commit", "they are in place; not yet proven and published" },
	{ "release.drawn",
	  "a public paper is written in all its formats; its rows and its pages are in memory" },
	{ "release.appended",
	  "a change at the release desk has its line in the ledger, not committed" },
	{ "release.named", "the file outside the warehouse names that line as the next" },
	{ "release.committed", "the change is committed; the file does not say so yet" },
	{ "release.rendered",
	  "the papers of a release are in a folder with a name for the time being" },
	{ "release.sealed", "data, proof, manifest and signature are there, too" },
	{ "release.published",
	  "the release is public by the ledger; its folder has not its name yet" },
	{ "release.placed", "the folder has its name; the warehouse does not know that yet" },
	{ "release.withdrawn",
	  "the release is withdrawn by the ledger; no notice lies beside its folder yet" },
};
const size_t fault_points_count = G_N_ELEMENTS(fault_points);

static bool is_known(const char *name)
{
	for (size_t n = 0; n < fault_points_count; n++) {
		if (strcmp(fault_points[n].name, name) == 0)
			return true;
	}
	return false;
}

void fault_point(const char *name)
{
	const char *wanted = g_getenv("SHUMAR_FAULT");
	size_t length = strlen(name);
	if (wanted == NULL)
		return;
	g_assert(is_known(name)); /* or no test would ever stop here */
	if (strncmp(wanted, name, length) != 0 || wanted[length] != '=')
		return;
	kill(getpid(), strcmp(wanted + length + 1, "stop") == 0 ? SIGSTOP : SIGKILL);
}
