#include "reports/disclosure/solver.h"

#include <glpk.h>
#include <math.h>
#ifndef SHUMAR_WITHOUT_CBC
#include <coin/Cbc_C_Interface.h>
#endif

/* How far from a whole number a value of the simplex may be and still be taken for it. */
static const double WHOLE = 1e-7;

struct Solver {
	glp_prob *program;
	GArray *whole;  /* bool, by column */
	GArray *values; /* double, by column; of the last run that ended BEST */
	double *lower;  /* by column */
	double *upper;
	double best;
	guint steps;   /* of a run of the simplex; 0: no limit */
	guint nodes;   /* of a search */
	guint crossed; /* columns and rows whose lower bound is above the upper */
	bool started;  /* there is a basis to go on from */
};

Solver *solver_new(void)
{
	Solver *solver = g_new0(Solver, 1);
	glp_term_out(GLP_OFF);
	solver->program = glp_create_prob();
	glp_set_obj_dir(solver->program, GLP_MIN);
	solver->whole = g_array_new(FALSE, TRUE, sizeof(bool));
	solver->values = g_array_new(FALSE, TRUE, sizeof(double));
	return solver;
}

void solver_free(Solver *solver)
{
	if (solver == NULL)
		return;
	glp_delete_prob(solver->program);
	g_array_unref(solver->whole);
	g_array_unref(solver->values);
	g_free(solver->lower);
	g_free(solver->upper);
	g_free(solver);
}

/* ── the program ── */

static int kind_of_bounds(double lower, double upper)
{
	if (isinf(lower))
		return isinf(upper) ? GLP_FR : GLP_UP;
	if (isinf(upper))
		return GLP_LO;
	return lower < upper ? GLP_DB : GLP_FX;
}

/* For the bounds of COUNT columns, the last of which is new. */
static void make_room(Solver *solver, guint count)
{
	if ((count & (count - 1)) == 0) {
		solver->lower = g_renew(double, solver->lower, 2 * count);
		solver->upper = g_renew(double, solver->upper, 2 * count);
	}
	solver->lower[count - 1] = -INFINITY;
	solver->upper[count - 1] = INFINITY;
}

guint solver_column(Solver *solver, double lower, double upper)
{
	static const bool no = false;
	static const double nought = 0;
	int column = glp_add_cols(solver->program, 1);
	g_array_append_val(solver->whole, no);
	g_array_append_val(solver->values, nought);
	make_room(solver, (guint)column);
	solver_bound(solver, (guint)column - 1, lower, upper);
	return (guint)column - 1;
}

void solver_row(Solver *solver, const guint *columns, const double *factors, guint count,
		double lower, double upper)
{
	/* GLPK counts from 1 */
	g_autofree int *indices = g_new(int, count + 1);
	g_autofree double *numbers = g_new(double, count + 1);
	for (guint n = 0; n < count; n++) {
		indices[n + 1] = (int)columns[n] + 1;
		numbers[n + 1] = factors[n];
	}
	int row = glp_add_rows(solver->program, 1);
	glp_set_mat_row(solver->program, row, (int)count, indices, numbers);
	solver->crossed += lower > upper;
	glp_set_row_bnds(solver->program, row, kind_of_bounds(lower, upper), lower, upper);
}

void solver_bound(Solver *solver, guint column, double lower, double upper)
{
	solver->crossed -= solver->lower[column] > solver->upper[column];
	solver->crossed += lower > upper;
	solver->lower[column] = lower;
	solver->upper[column] = upper;
	glp_set_col_bnds(solver->program, (int)column + 1, kind_of_bounds(lower, upper), lower,
			 upper);
}

void solver_cost(Solver *solver, guint column, double cost)
{
	glp_set_obj_coef(solver->program, (int)column + 1, cost);
}

void solver_whole(Solver *solver, guint column)
{
	g_array_index(solver->whole, bool, column) = true;
}

void solver_work(Solver *solver, guint steps, guint nodes)
{
	solver->steps = steps;
	solver->nodes = nodes;
}

/* ── the simplex ── */

static SolverEnd simplex_end(int status)
{
	switch (status) {
	case GLP_OPT:
		return SOLVER_BEST;
	case GLP_NOFEAS:
	case GLP_INFEAS:
		return SOLVER_NONE;
	case GLP_UNBND:
		return SOLVER_UNBOUNDED;
	default:
		return SOLVER_STOPPED;
	}
}

/* Milliseconds left of LIMIT_MS since START, at least 1; 0 for no limit. */
static gint64 left_ms(gint64 limit_ms, gint64 start_us)
{
	if (limit_ms == 0)
		return 0;
	return MAX(limit_ms - (g_get_monotonic_time() - start_us) / 1000, 1);
}

/* Whether no column gains by leaving the bound the plain basis puts it at. Programs that ask for
 * the least change are so: the dual simplex then goes straight for what the rows miss. */
static bool is_best_but_for_rows(const Solver *solver)
{
	for (guint column = 0; column < solver->values->len; column++) {
		double cost = glp_get_obj_coef(solver->program, (int)column + 1);
		double lower = solver->lower[column], upper = solver->upper[column];
		bool at_lower = !isinf(lower) && (isinf(upper) || fabs(lower) <= fabs(upper));
		bool at_upper = !isinf(upper) && !at_lower;
		if ((cost > 0 && !at_lower) || (cost < 0 && !at_upper))
			return false;
	}
	return true;
}

/* No new start heals a limit. */
static bool is_limit(int fault)
{
	return fault == 0 || fault == GLP_ETMLIM || fault == GLP_EITLIM;
}

static gint64 steps_taken;

gint64 solver_steps(void)
{
	return steps_taken;
}

static int count_steps(glp_prob *program, const glp_smcp *control)
{
	int before = glp_get_it_cnt(program);
	int fault = glp_simplex(program, control);
	steps_taken += glp_get_it_cnt(program) - before;
	return fault;
}

/* A basis that has become singular is the only fault of GLPK's that a new start can heal. */
static int simplex(Solver *solver, gint64 limit_ms)
{
	glp_smcp control;
	int fault = GLP_EBADB;
	glp_init_smcp(&control);
	control.msg_lev = GLP_MSG_OFF;
	control.meth = GLP_PRIMAL;
	control.tm_lim = limit_ms == 0 ? G_MAXINT : (int)MIN(limit_ms, (gint64)G_MAXINT);
	control.it_lim = solver->steps == 0 ? G_MAXINT : (int)solver->steps;
	if (solver->started)
		fault = count_steps(solver->program, &control);
	else if (is_best_but_for_rows(solver)) {
		control.meth = GLP_DUALP;
		glp_std_basis(solver->program);
		fault = count_steps(solver->program, &control);
		control.meth = GLP_PRIMAL;
	}
	if (is_limit(fault))
		return fault;
	glp_adv_basis(solver->program, 0);
	fault = count_steps(solver->program, &control);
	if (is_limit(fault))
		return fault;
	glp_std_basis(solver->program);
	return count_steps(solver->program, &control);
}

static void keep_values(Solver *solver)
{
	solver->best = glp_get_obj_val(solver->program);
	for (guint column = 0; column < solver->values->len; column++)
		g_array_index(solver->values, double, column) =
		    glp_get_col_prim(solver->program, (int)column + 1);
}

/* GLPK takes no program without rows: each column goes where its cost drives it. */
static SolverEnd run_without_rows(Solver *solver)
{
	for (guint column = 0; column < solver->values->len; column++) {
		double cost = glp_get_obj_coef(solver->program, (int)column + 1);
		if (isinf((cost < 0 ? solver->upper : solver->lower)[column]) && cost != 0)
			return SOLVER_UNBOUNDED;
	}
	solver->best = 0;
	for (guint column = 0; column < solver->values->len; column++) {
		double cost = glp_get_obj_coef(solver->program, (int)column + 1);
		double lower = solver->lower[column];
		double upper = solver->upper[column];
		double value = cost < 0 ? upper : lower;
		if (isinf(value))
			value = isinf(upper) ? 0 : upper;
		g_array_index(solver->values, double, column) = value;
		solver->best += cost * value;
	}
	return SOLVER_BEST;
}

SolverEnd solver_run(Solver *solver, gint64 limit_ms)
{
	if (solver->crossed > 0)
		return SOLVER_NONE;
	if (glp_get_num_rows(solver->program) == 0)
		return run_without_rows(solver);
	int fault = simplex(solver, limit_ms);
	if (fault != 0) {
		solver->started = false;
		return fault == GLP_EITLIM ? SOLVER_SPENT : SOLVER_STOPPED;
	}
	solver->started = true;
	SolverEnd end = simplex_end(glp_get_status(solver->program));
	if (end == SOLVER_BEST)
		keep_values(solver);
	return end;
}

/* ── whole numbers ── */

static bool is_whole(const Solver *solver)
{
	for (guint column = 0; column < solver->values->len; column++) {
		double value = g_array_index(solver->values, double, column);
		if (g_array_index(solver->whole, bool, column) &&
		    fabs(value - nearbyint(value)) > WHOLE)
			return false;
	}
	return true;
}

static void round_whole(Solver *solver)
{
	for (guint column = 0; column < solver->values->len; column++) {
		double *value = &g_array_index(solver->values, double, column);
		if (g_array_index(solver->whole, bool, column))
			*value = nearbyint(*value);
	}
}

#ifdef SHUMAR_WITHOUT_CBC

/* GLPK tells of its search at every node. */
static void count_node(glp_tree *tree, void *payload)
{
	guint *left = payload;
	if (glp_ios_reason(tree) == GLP_ISELECT && (*left)-- == 0)
		glp_ios_terminate(tree);
}

static SolverEnd run_search(Solver *solver, double gap, gint64 limit_ms)
{
	guint left = solver->nodes;
	glp_iocp control;
	glp_init_iocp(&control);
	control.msg_lev = GLP_MSG_OFF;
	control.gmi_cuts = control.mir_cuts = GLP_ON;
	control.mip_gap = gap;
	control.cb_func = solver->nodes > 0 ? count_node : NULL;
	control.cb_info = &left;
	control.tm_lim = limit_ms == 0 ? G_MAXINT : (int)MIN(limit_ms, (gint64)G_MAXINT);
	for (guint column = 0; column < solver->whole->len; column++)
		glp_set_col_kind(solver->program, (int)column + 1,
				 g_array_index(solver->whole, bool, column) ? GLP_IV : GLP_CV);
	int fault = glp_intopt(solver->program, &control);
	if (fault != 0)
		return fault == GLP_ESTOP ? SOLVER_SPENT : SOLVER_STOPPED;
	int status = glp_mip_status(solver->program);
	if (status == GLP_NOFEAS)
		return SOLVER_NONE;
	if (status != GLP_OPT)
		return SOLVER_STOPPED;
	solver->best = glp_mip_obj_val(solver->program);
	for (guint column = 0; column < solver->values->len; column++)
		g_array_index(solver->values, double, column) =
		    glp_mip_col_val(solver->program, (int)column + 1);
	return SOLVER_BEST;
}

#define CBC_VERSION "none"

#else

/* The program, column after column, as CBC reads it. */
typedef struct {
	int *starts, *rows;
	double *factors, *costs;
	double *row_lower, *row_upper;
} Columns;

static double row_bound(glp_prob *program, int row, bool upper)
{
	int kind = glp_get_row_type(program, row);
	if (kind == GLP_FR || kind == (upper ? GLP_LO : GLP_UP))
		return upper ? INFINITY : -INFINITY;
	return upper && kind != GLP_FX ? glp_get_row_ub(program, row)
				       : glp_get_row_lb(program, row);
}

/* GLPK writes from index 1 on: what it wrote is moved down by one. */
static void read_column(const Solver *solver, int column, Columns *columns)
{
	int start = columns->starts[column];
	int *rows = columns->rows + start;
	int count = glp_get_mat_col(solver->program, column + 1, rows, columns->factors + start);
	for (int n = 0; n < count; n++) {
		rows[n] = rows[n + 1] - 1;
		columns->factors[start + n] = columns->factors[start + n + 1];
	}
	columns->starts[column + 1] = start + count;
	columns->costs[column] = glp_get_obj_coef(solver->program, column + 1);
}

static Columns read_columns(const Solver *solver)
{
	guint wide = solver->values->len;
	guint high = (guint)glp_get_num_rows(solver->program);
	guint full = (guint)glp_get_num_nz(solver->program);
	Columns columns = {
		.starts = g_new0(int, wide + 1),
		.rows = g_new(int, full + 1),
		.factors = g_new(double, full + 1),
		.costs = g_new(double, wide),
		.row_lower = g_new(double, high),
		.row_upper = g_new(double, high),
	};
	for (guint column = 0; column < wide; column++)
		read_column(solver, (int)column, &columns);
	for (guint row = 0; row < high; row++) {
		columns.row_lower[row] = row_bound(solver->program, (int)row + 1, false);
		columns.row_upper[row] = row_bound(solver->program, (int)row + 1, true);
	}
	return columns;
}

static void clear_columns(Columns *columns)
{
	g_free(columns->starts);
	g_free(columns->rows);
	g_free(columns->factors);
	g_free(columns->costs);
	g_free(columns->row_lower);
	g_free(columns->row_upper);
}

static Cbc_Model *cbc_model(const Solver *solver, gint64 limit_ms)
{
	Columns columns = read_columns(solver);
	Cbc_Model *model = Cbc_newModel();
	Cbc_setLogLevel(model, 0);
	Cbc_loadProblem(model, (int)solver->values->len, glp_get_num_rows(solver->program),
			columns.starts, columns.rows, columns.factors, solver->lower, solver->upper,
			columns.costs, columns.row_lower, columns.row_upper);
	for (guint column = 0; column < solver->whole->len; column++)
		if (g_array_index(solver->whole, bool, column))
			Cbc_setInteger(model, (int)column);
	if (solver->nodes > 0)
		Cbc_setMaximumNodes(model, (int)solver->nodes);
	Cbc_setParameter(model, "log", "0");
	Cbc_setParameter(model, "timeMode", "elapsed");
	if (limit_ms > 0)
		Cbc_setMaximumSeconds(model, (double)limit_ms / 1000.0);
	clear_columns(&columns);
	return model;
}

static SolverEnd run_search(Solver *solver, double gap, gint64 limit_ms)
{
	Cbc_Model *model = cbc_model(solver, limit_ms);
	Cbc_setAllowableFractionGap(model, gap);
	Cbc_solve(model);
	steps_taken += Cbc_getIterationCount(model);
	SolverEnd end = SOLVER_STOPPED;
	if (Cbc_isProvenInfeasible(model))
		end = SOLVER_NONE;
	else if (Cbc_isContinuousUnbounded(model))
		end = SOLVER_UNBOUNDED;
	else if (Cbc_isProvenOptimal(model) && Cbc_bestSolution(model) != NULL)
		end = SOLVER_BEST;
	else if (Cbc_isNodeLimitReached(model))
		end = SOLVER_SPENT;
	if (end == SOLVER_BEST) {
		const double *values = Cbc_bestSolution(model);
		for (guint column = 0; column < solver->values->len; column++)
			g_array_index(solver->values, double, column) = values[column];
		solver->best = Cbc_getObjValue(model);
	}
	Cbc_deleteModel(model);
	return end;
}

#define CBC_VERSION Cbc_getVersion()

#endif

SolverEnd solver_run_good(Solver *solver, double gap, gint64 limit_ms)
{
	/* sums over tables of two dimensions come out whole by themselves */
	gint64 start_us = g_get_monotonic_time();
	SolverEnd end = solver_run(solver, limit_ms);
	if (end == SOLVER_BEST && !is_whole(solver))
		end = run_search(solver, gap, left_ms(limit_ms, start_us));
	if (end == SOLVER_BEST)
		round_whole(solver);
	return end;
}

SolverEnd solver_run_whole(Solver *solver, gint64 limit_ms)
{
	return solver_run_good(solver, 0, limit_ms);
}

double solver_value(const Solver *solver, guint column)
{
	return g_array_index(solver->values, double, column);
}

double solver_best(const Solver *solver)
{
	return solver->best;
}

const char *solver_version(void)
{
	static gsize known = 0;
	static char *text = NULL;
	if (g_once_init_enter(&known)) {
		text = g_strdup_printf("GLPK %s, CBC %s", glp_version(), CBC_VERSION);
		g_once_init_leave(&known, 1);
	}
	return text;
}
