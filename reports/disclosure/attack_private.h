/* What the files attack*.c share. */
#pragma once

#include "reports/disclosure/attack.h"
#include "reports/disclosure/solver.h"
#include "reports/disclosure/system.h"
#include "reports/disclosure/walk.h"

typedef enum {
	PART_OPEN,
	PART_MET,    /* the pool shows that it meets the rule, or its bounds do */
	PART_FAILED, /* proved: low and high are its interval */
} PartVerdict;

/* An attack on one part. Values and bounds are absolute; the solver's columns count from BASE, so
 * that its numbers are small whatever the figures are. */
typedef struct {
	const System *system;
	const SystemPart *part;
	const AttackRule *rule;
	gint64 deadline_us; /* of g_get_monotonic_time; 0: none */
	guint count;        /* of columns */
	gint64 *low, *high; /* proved, by column */
	PartVerdict *verdicts;
	guint open;
	Solver *solver;
	gint64 *base;    /* a table that fits; NULL before the first */
	bool thrifty;    /* searches run only where many corners show nothing */
	bool capped;     /* the solver's columns are kept nearer to BASE than their bounds */
	GPtrArray *pool; /* of gint64 *, a value for each column */
	gint64 *least;   /* over the pool */
	gint64 *most;
	GPtrArray *holders; /* by column: GArray of relations; NULL: not asked for yet */
	guint programs, searches;
} PartAttack;

PartAttack *part_attack_new(const System *system, const SystemPart *part, const AttackRule *rule,
			    gint64 deadline_us);
void part_attack_free(PartAttack *attack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PartAttack, part_attack_free)

/* The first table. False: none fits, or the solver stopped (SHUMAR_ERROR_DISCLOSURE). */
bool part_attack_begin(PartAttack *attack, GError **error);
/* Takes VALUES, which fit, into the pool if they tell more of a column that is not judged yet. */
void part_attack_add(PartAttack *attack, const gint64 *values);
/* Judges every column. */
bool part_attack_run(PartAttack *attack, GError **error);
/* The exact ends of COLUMN in whole numbers, kept in low and high, and, where RET_LP is not NULL,
 * in fractions. */
bool part_attack_ends(PartAttack *attack, guint column, AttackInterval *ret_lp, GError **error);

const StoreCell *part_attack_cell(const PartAttack *attack, guint column);
/* Whether VALUES fit everything the part has, in whole numbers. */
bool part_attack_fits(const PartAttack *attack, const gint64 *values);

/* ── its program ── */

/* How far from a known table the solver looks. */
#define WINDOW_WIDE (G_GINT64_CONSTANT(1) << 20) /* numbers stay small whatever the figures are */
#define WINDOW_NONE CELL_NO_MOST

/* Makes the solver's program, columns counted from FROM and none farther from it than WINDOW. */
void attack_program_make(PartAttack *attack, const gint64 *from, gint64 window);
void attack_program_bounds(PartAttack *attack, const gint64 *from, gint64 window);
/* For the solver, 0: no limit. False when the time is up. */
bool attack_program_left_ms(const PartAttack *attack, gint64 *ret_left_ms);
typedef enum {
	RUN_FRACTIONS,
	RUN_GOOD, /* whole numbers, not quite the best */
	RUN_WHOLE,
} AttackRun;
/* False when the solver stopped. */
bool attack_program_run(PartAttack *attack, AttackRun way, SolverEnd *ret_end, GError **error);
/* SHUMAR_ERROR_DISCLOSURE: nothing is proved. False. */
bool attack_program_stopped(const PartAttack *attack, GError **error);
/* The solver's last answer, made whole. Transfer full. */
gint64 *attack_program_answer(const PartAttack *attack, const gint64 *from);

/* ── the whole ── */

/* Takes tables into the pool that differ from the base around COLUMN only, with COLUMN as high and
 * as low as that lets it be. */
void attack_near_tables(PartAttack *attack, guint column);
/* Ends of COLUMN that hold whatever is farther away: what the relations around it alone allow.
 * False: they give it no end. */
bool attack_near(PartAttack *attack, guint column, gint64 *ret_low, gint64 *ret_high);

/* ── tables by walking ── */

/* Many tables for little: along changes that break no sum of the part. NULL: it has none, or their
 * factors are too large. */
Walk *attack_walk_new(const PartAttack *attack);
void attack_walk_free(Walk *walk);
/* As many TABLES, each of which fits, from FROM on, which does, into FOUND (of gint64 *). */
void attack_walk(Walk *walk, const PartAttack *attack, const gint64 *from, guint tables,
		 GPtrArray *found);

/* ── memory ── */

/* All that an attack on PART hangs on, in one sum, and which figures in it are KNOWN to their
 * persons (by unknown; NULL: of nobody). Transfer full. */
char *attack_part_text(const System *system, const SystemPart *part, const bool *known);
/* The same part has the same tables and verdicts: what came of it in this run of the program is
 * taken over. False: it was not attacked yet. */
bool attack_recall(PartAttack *attack);
void attack_remember(const PartAttack *attack);

/* ── verdicts ── */

/* Whether a cell known to lie from LOW to HIGH, and no closer, meets the rule. */
bool attack_meets(const AttackRule *rule, gint64 low, gint64 high);

/* STORE's system with what the gate derives put in and narrowed; *RET_DERIVED, if asked for, by
 * unknown (transfer full). NULL: SHUMAR_ERROR_DISCLOSURE. */
System *attack_system(const Store *store, bool **ret_derived, GError **error);
gint64 attack_deadline_us(gint64 limit_ms);
