/* What the files of prepare share. */
#pragma once

#include "reports/disclosure/protect.h"
#include "reports/release/counts.h"
#include "reports/release/prepare.h"
#include "reports/release/union.h"

/* A figure of the lattice as it was counted. */
typedef struct {
	bool missing;
	gint64 value;
	const char *coverage;
	bool provisional;
} PrepareFigure;

typedef struct {
	Database *db;
	const Config *config;
	const PrepareAsked *asked;
	const Plan *plan;
	gint64 run_no, as_at_s;
	GDate as_at;
	char *as_at_day;
	GDate today; /* by the clock of the desk, or of the records where they are ahead of it */
	Districts *districts;
	GArray *values; /* of ParameterValue */
	char *release_id;
	Dimension *places, *kinds;
	GHashTable *counts; /* measure → Counts */
	GPtrArray *periods; /* of GArray of Period, of each table of the plan */
	Lattice *lattice;
	PrepareFigure *figures; /* of the lattice's cells */
	GPtrArray *earlier;     /* of UnionRelease */
	UnionRelease *newest;
	GPtrArray *releases; /* of UnionRelease, borrowed: earlier and newest */
	Store *before;       /* the joined system of the earlier ones alone */
	Store *store;
	bool outgrown; /* what is printed says by itself that something was revised */
	ProtectRules *rules;
	GPtrArray *facts; /* of char*: name, value, name, value … */
} Prepare;

/* Counts, lattice and newest's cells and sums. */
bool prepare_figures(Prepare *prepare, GError **error);
/* Adds to the lattice what the words of kinds say of a measure, once all is counted. */
void prepare_meaning(Prepare *prepare);
/* True of a MEASURE that prepare_meaning made, and what it comes to. */
bool prepare_meant(const Prepare *prepare, const LatticeCell *cell, gint64 *ret_value);
/* The counts of MEASURE, read from its header when it is new. */
Counts *prepare_counts(Prepare *prepare, const char *measure, GError **error);
/* The counts of the plan's own table. */
bool prepare_table(Prepare *prepare, GError **error);

/* How PLACE stands to OTHER; PAYLOAD is the dimension of places. */
UnionStand prepare_stand(const char *place, const char *other, gpointer payload);

/* Gives the figures that are not published and that earlier releases know otherwise values that
 * agree with what is public; where none do, what is in the sums that do not hold was revised. */
bool prepare_belief(Prepare *prepare, GError **error);

/* Names the rule of each figure that one hits by itself, and takes the office's secret. */
bool prepare_rules(Prepare *prepare, GError **error);

/* Protects the store as reports/disclosure/choice.h has it: its outer figures first, then with the
 * inner ones between them; RESULT gets the states' numbers and the choice. */
bool prepare_guard(Prepare *prepare, ProtectResult *protected, PrepareResult *result,
		   GError **error);

/* What could be found in BEFORE. NULL as past_new. Transfer full. */
Past *prepare_past(const Store *before, const ProtectRules *rules, GError **error);

/* Hides more of the protected store where it takes it for who believes that what nothing printed
 * says has changed is as it was (union_believe); STATES are as prepare_states gives them. */
bool prepare_doubt(Prepare *prepare, const ProtectRules *rules, PrepareResult *states,
		   ProtectResult *result, GError **error);

/* Gives the states of the store to the newest's cells, and their numbers to RESULT. */
void prepare_states(const Prepare *prepare, PrepareResult *result);

/* The same of a store by itself, with the cells that are INNER; BEFORE is the joined system of
 * earlier releases alone. */
bool prepare_guard_store(Store *store, Store *before, const bool *inner, const ProtectRules *rules,
			 ProtectResult *result, GError **error);

/* False: a table would lose more than the plan allows, by what the rules hit alone: known before
 * anything is protected, and the same whatever the key chooses. */
bool prepare_losses_least(Prepare *prepare, GError **error);
/* The same of all that is withheld. */
bool prepare_losses(Prepare *prepare, GError **error);
bool prepare_facts(Prepare *prepare, GError **error);
void prepare_fact(Prepare *prepare, const char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);
bool prepare_write(Prepare *prepare, PrepareResult *result, GError **error);

/* "2026-10-31". Transfer full. */
char *prepare_day(guint32 julian);
/* "{2026-10-01,2026-11-01}" of SPANS (LatticeSpan), their last days where LAST. Transfer full. */
char *prepare_days(const GArray *spans, bool last);
