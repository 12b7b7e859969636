#include "reports/disclosure/moves.h"

#include <math.h>

#include "reports/disclosure/solver.h"

/* What moving a cell costs that is somebody's own: nearly nothing, but moves without it hold for
 * that somebody too. */
static const double SHY = 0.001;
/* As near to a whole number as the simplex has to come. */
static const double NEAR = 1e-6;
/* What one program may take: a neighbourhood that takes more is given up. In steps, as a limit of
 * time would choose another pattern where the machine is busy. */
enum { STEPS_MOST = 100000, NODES_MOST = 5000 };

struct Moves {
	const Store *store;
	const ProtectRules *rules;
	const double *costs;
	GArray **equations;       /* of guint, by cell */
	const StoreTerm **totals; /* by equation: what the others add up to, or NULL */
	guint *stamp;             /* by cell: the search that met it last */
	guint *place;             /* by cell of this search: its place in cells */
	guint *met;               /* by equation: as stamp */
	guint *moving;            /* by equation: cells of this search that may move */
	guint search;
	GArray *cells; /* of guint: the neighbourhood */
	GArray *rows;  /* of guint: the equations that touch it */
	guint size;
	bool all;
};

/* ── set-up ── */

static void by_equation(Moves *moves, guint equation)
{
	const StoreEquation *of = moves->store->equations->pdata[equation];
	moves->totals[equation] = store_sum(of);
	for (guint n = 0; n < of->terms->len; n++) {
		guint cell = g_array_index(of->terms, StoreTerm, n).cell;
		g_array_append_val(moves->equations[cell], equation);
	}
}

Moves *moves_new(const Store *store, const ProtectRules *rules, const double *costs)
{
	Moves *moves = g_new0(Moves, 1);
	guint cells = store->cells->len, equations = store->equations->len;
	*moves = (Moves){ .store = store, .rules = rules, .costs = costs };
	moves->equations = g_new(GArray *, cells);
	moves->totals = g_new(const StoreTerm *, equations + 1);
	for (guint n = 0; n < cells; n++)
		moves->equations[n] = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < equations; n++)
		by_equation(moves, n);
	moves->stamp = g_new0(guint, cells);
	moves->place = g_new0(guint, cells);
	moves->met = g_new0(guint, equations);
	moves->moving = g_new0(guint, equations);
	moves->cells = g_array_new(FALSE, FALSE, sizeof(guint));
	moves->rows = g_array_new(FALSE, FALSE, sizeof(guint));
	return moves;
}

void moves_free(Moves *moves)
{
	if (moves == NULL)
		return;
	for (guint n = 0; n < moves->store->cells->len; n++)
		g_array_unref(moves->equations[n]);
	g_free(moves->equations);
	g_free(moves->totals);
	g_free(moves->stamp);
	g_free(moves->place);
	g_free(moves->met);
	g_free(moves->moving);
	g_array_unref(moves->cells);
	g_array_unref(moves->rows);
	g_free(moves);
}

/* ── what may move ── */

static bool is_secret(const StoreCell *cell)
{
	return cell->state != CELL_PUBLISHED;
}

/* True when a total of 0 that CELL is a part of is hidden. */
static bool is_of_hidden_zero(const Moves *moves, guint cell)
{
	const GArray *equations = moves->equations[cell];
	for (guint n = 0; n < equations->len; n++) {
		const StoreTerm *total = moves->totals[g_array_index(equations, guint, n)];
		const StoreCell *of = total != NULL ? store_cell(moves->store, total->cell) : NULL;
		if (of != NULL && total->cell != cell && of->value == 0 && of->state == CELL_HIDDEN)
			return true;
	}
	return false;
}

bool moves_can(const Moves *moves, guint cell)
{
	const StoreCell *it = store_cell(moves->store, cell);
	if (is_secret(it))
		return true;
	return !it->forced && it->value >= rules_least(moves->rules, it) &&
	       (it->value > 0 || moves->rules->zeros == ZEROS_WITHHELD ||
		is_of_hidden_zero(moves, cell));
}

static bool may_move(const Moves *moves, const MovesAsk *ask, guint cell)
{
	if (cell == ask->held)
		return false;
	return ask->free ? is_secret(store_cell(moves->store, cell)) : moves_can(moves, cell);
}

/* ── the neighbourhood ── */

static void meet_cell(Moves *moves, const MovesAsk *ask, guint cell)
{
	if (moves->stamp[cell] == moves->search || !may_move(moves, ask, cell))
		return;
	moves->stamp[cell] = moves->search;
	g_array_append_val(moves->cells, cell);
}

/* What of KEY is another than in FROM: the place, the kind or the period that a sum runs over. */
static guint hash_of_difference(const char *key, const char *from)
{
	while (*key != '\0' && *key == *from)
		key++, from++;
	guint hash = 5381;
	for (; *key != '\0' && *key != '|'; key++)
		hash = hash * 33 + (guchar)*key;
	return hash * 2654435761u;
}

/* True for the term that the others of OF add up to. */
static bool is_total(const StoreEquation *of, StoreTerm term)
{
	gint64 sum = 0;
	for (guint n = 0; n < of->terms->len; n++)
		sum += g_array_index(of->terms, StoreTerm, n).factor;
	return (term.factor > 0) == (sum <= 0);
}

/* How many terms of OF that may move come before the one of HASH, seen from FROM. */
static guint rank_of(const Moves *moves, const MovesAsk *ask, const StoreEquation *of,
		     const char *from, guint hash)
{
	guint rank = 0;
	for (guint n = 0; n < of->terms->len; n++) {
		guint cell = g_array_index(of->terms, StoreTerm, n).cell;
		const char *key = store_cell(moves->store, cell)->key;
		rank += may_move(moves, ask, cell) && key != from &&
			hash_of_difference(key, from) < hash;
	}
	return rank;
}

/* The terms of OF that are met from CELL where only a few are: the sum, and the same places, kinds
 * and periods in every sum that has them, so that what moves can come together again. */
static void meet_fan(Moves *moves, const MovesAsk *ask, guint cell, const StoreEquation *of)
{
	const char *from = store_cell(moves->store, cell)->key;
	for (guint n = 0; n < of->terms->len; n++) {
		StoreTerm term = g_array_index(of->terms, StoreTerm, n);
		const char *key = store_cell(moves->store, term.cell)->key;
		if (moves->stamp[term.cell] == moves->search || !may_move(moves, ask, term.cell))
			continue;
		if (is_total(of, term) ||
		    rank_of(moves, ask, of, from, hash_of_difference(key, from)) < ask->fan)
			meet_cell(moves, ask, term.cell);
	}
}

static void meet_equations(Moves *moves, const MovesAsk *ask, guint cell)
{
	const GArray *equations = moves->equations[cell];
	for (guint n = 0; n < equations->len; n++) {
		guint equation = g_array_index(equations, guint, n);
		const StoreEquation *of = moves->store->equations->pdata[equation];
		if (moves->met[equation] == moves->search)
			continue;
		moves->met[equation] = moves->search;
		if (ask->fan > 0)
			meet_fan(moves, ask, cell, of);
		for (guint t = 0; ask->fan == 0 && t < of->terms->len; t++)
			meet_cell(moves, ask, g_array_index(of->terms, StoreTerm, t).cell);
	}
}

static gint by_index(gconstpointer left, gconstpointer right)
{
	guint a = *(const guint *)left, b = *(const guint *)right;
	return (a > b) - (a < b);
}

static void look_around(Moves *moves, const MovesAsk *ask, guint reach)
{
	moves->search++;
	g_array_set_size(moves->cells, 0);
	meet_cell(moves, ask, ask->cell);
	guint from = 0;
	for (guint step = 0; step < reach && from < moves->cells->len; step++) {
		guint to = moves->cells->len;
		for (; from < to; from++)
			meet_equations(moves, ask, g_array_index(moves->cells, guint, from));
	}
	moves->all = from >= moves->cells->len;
}

/* The equations that touch the neighbourhood, and how many of its cells each has. */
static void list_rows(Moves *moves)
{
	g_array_set_size(moves->rows, 0);
	moves->search++; /* equations are met anew; cells get the new stamp */
	for (guint n = 0; n < moves->cells->len; n++) {
		guint cell = g_array_index(moves->cells, guint, n);
		moves->stamp[cell] = moves->search;
		for (guint e = 0; e < moves->equations[cell]->len; e++) {
			guint equation = g_array_index(moves->equations[cell], guint, e);
			if (moves->met[equation] != moves->search) {
				moves->met[equation] = moves->search;
				moves->moving[equation] = 0;
				g_array_append_val(moves->rows, equation);
			}
			moves->moving[equation]++;
		}
	}
}

/* The only cell of EQUATION that is left in the neighbourhood. */
static guint only_one(const Moves *moves, guint equation)
{
	const StoreEquation *of = moves->store->equations->pdata[equation];
	guint n = 0;
	while (moves->stamp[g_array_index(of->terms, StoreTerm, n).cell] != moves->search)
		n++;
	return g_array_index(of->terms, StoreTerm, n).cell;
}

/* Takes out what cannot move since it stands alone in an equation, again and again. */
static void prune(Moves *moves)
{
	g_autoptr(GArray) alone = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < moves->rows->len; n++) {
		guint equation = g_array_index(moves->rows, guint, n);
		if (moves->moving[equation] == 1)
			g_array_append_val(alone, equation);
	}
	for (guint n = 0; n < alone->len; n++) {
		guint equation = g_array_index(alone, guint, n);
		if (moves->moving[equation] != 1)
			continue;
		guint cell = only_one(moves, equation);
		moves->stamp[cell] = 0;
		for (guint e = 0; e < moves->equations[cell]->len; e++) {
			guint other = g_array_index(moves->equations[cell], guint, e);
			if (--moves->moving[other] == 1)
				g_array_append_val(alone, other);
		}
	}
	guint kept = 0;
	for (guint n = 0; n < moves->cells->len; n++) {
		guint cell = g_array_index(moves->cells, guint, n);
		if (moves->stamp[cell] == moves->search)
			g_array_index(moves->cells, guint, kept++) = cell;
	}
	g_array_set_size(moves->cells, kept);
	g_array_sort(moves->cells, by_index);
	g_array_sort(moves->rows, by_index);
}

/* ── the program: a table below and one above, each as what is added and what is taken ── */

enum { LOW, HIGH, TABLES };

/* Columns of one cell in one table; a second one only where moving costs. */
typedef struct {
	guint more;
	guint less;
	bool two;
} Part;

typedef struct {
	Solver *solver;
	Part *parts; /* by place of the cell, then by table */
	guint *columns;
	double *factors;
} Program;

static void program_clear(Program *program)
{
	solver_free(program->solver);
	g_free(program->parts);
	g_free(program->columns);
	g_free(program->factors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Program, program_clear)

static double cost_of(const Moves *moves, const StoreCell *cell, guint place, bool shy)
{
	if (!is_secret(cell))
		return moves->costs[place];
	bool own = moves->rules->contributor && cell->state == CELL_HIDDEN && cell->value == 1;
	return own ? SHY : shy ? SHY / 100 : 0;
}

static Part add_part(const Moves *moves, Solver *solver, guint place, bool shy)
{
	const StoreCell *cell = store_cell(moves->store, place);
	double cost = cost_of(moves, cell, place, shy);
	gint64 least = is_secret(cell) ? cell->least : rules_least(moves->rules, cell);
	double less = (double)(cell->value - least);
	double more = cell->most == CELL_NO_MOST ? INFINITY : (double)(cell->most - cell->value);
	if (cost == 0)
		return (Part){ solver_column(solver, -less, more), 0, false };
	Part part = { solver_column(solver, 0, more), solver_column(solver, 0, less), true };
	solver_cost(solver, part.more, cost);
	solver_cost(solver, part.less, cost);
	return part;
}

/* Puts FACTOR times the cell at PLACE in TABLE into the row. */
static guint put_part(Program *program, guint count, guint place, guint table, double factor)
{
	Part part = program->parts[TABLES * place + table];
	program->columns[count] = part.more;
	program->factors[count++] = factor;
	if (part.two) {
		program->columns[count] = part.less;
		program->factors[count++] = -factor;
	}
	return count;
}

static void add_equation(const Moves *moves, Program *program, guint equation, guint table)
{
	const StoreEquation *of = moves->store->equations->pdata[equation];
	guint count = 0;
	for (guint n = 0; n < of->terms->len; n++) {
		StoreTerm term = g_array_index(of->terms, StoreTerm, n);
		if (moves->stamp[term.cell] == moves->search)
			count = put_part(program, count, moves->place[term.cell], table,
					 (double)term.factor);
	}
	if (count > 0)
		solver_row(program->solver, program->columns, program->factors, count, 0, 0);
}

static void add_ask(const Moves *moves, Program *program, const MovesAsk *ask)
{
	guint place = moves->place[ask->cell];
	guint count = put_part(program, 0, place, HIGH, 1);
	if (ask->above > 0)
		solver_row(program->solver, program->columns, program->factors, count,
			   (double)ask->above, INFINITY);
	count = put_part(program, count, place, LOW, -1);
	solver_row(program->solver, program->columns, program->factors, count, (double)ask->width,
		   INFINITY);
	count = put_part(program, 0, place, LOW, -1);
	if (ask->below > 0)
		solver_row(program->solver, program->columns, program->factors, count,
			   (double)ask->below, INFINITY);
}

static void build(Moves *moves, Program *program, const MovesAsk *ask, bool shy)
{
	guint count = moves->cells->len;
	program->solver = solver_new();
	solver_work(program->solver, STEPS_MOST, NODES_MOST);
	program->parts = g_new0(Part, (gsize)TABLES * MAX(count, 1));
	program->columns = g_new(guint, (gsize)TABLES * 2 * (count + 1));
	program->factors = g_new(double, (gsize)TABLES * 2 * (count + 1));
	for (guint n = 0; n < count; n++) {
		guint cell = g_array_index(moves->cells, guint, n);
		moves->place[cell] = n;
		for (guint table = 0; table < TABLES; table++)
			program->parts[TABLES * n + table] =
			    add_part(moves, program->solver, cell, shy);
	}
	for (guint n = 0; n < moves->rows->len; n++)
		for (guint table = 0; table < TABLES; table++)
			add_equation(moves, program, g_array_index(moves->rows, guint, n), table);
	add_ask(moves, program, ask);
}

/* ── running it ── */

static double moved(const Program *program, guint place, guint table)
{
	Part part = program->parts[TABLES * place + table];
	return solver_value(program->solver, part.more) -
	       (part.two ? solver_value(program->solver, part.less) : 0);
}

static bool is_whole(const Moves *moves, const Program *program)
{
	for (guint n = 0; n < TABLES * moves->cells->len; n++) {
		double amount = moved(program, n / TABLES, n % TABLES);
		if (fabs(amount - round(amount)) > NEAR)
			return false;
	}
	return true;
}

static bool run_whole(const Moves *moves, Program *program)
{
	for (guint n = 0; n < TABLES * moves->cells->len; n++) {
		solver_whole(program->solver, program->parts[n].more);
		if (program->parts[n].two)
			solver_whole(program->solver, program->parts[n].less);
	}
	return solver_run_whole(program->solver, 0) == SOLVER_BEST;
}

/* The simplex; where that gives fractions, once more with a cost on everything that moves, which
 * moves less and nearly always in whole numbers; then in whole numbers by search. */
static bool run(Moves *moves, Program *program, const MovesAsk *ask)
{
	for (int shy = 0; ask->whole != MOVES_PROVED && shy < 2; shy++) {
		program_clear(program);
		build(moves, program, ask, shy > 0);
		if (solver_run(program->solver, 0) != SOLVER_BEST)
			return false;
		if (is_whole(moves, program))
			return true;
	}
	if (ask->whole == MOVES_SIMPLE)
		return false;
	program_clear(program);
	build(moves, program, ask, false);
	return run_whole(moves, program);
}

static void collect(const Moves *moves, const Program *program, GArray *ret_moves, double *ret_cost)
{
	*ret_cost = 0;
	for (guint n = 0; n < moves->cells->len; n++) {
		Move move = { g_array_index(moves->cells, guint, n),
			      llround(moved(program, n, LOW)), llround(moved(program, n, HIGH)) };
		if (move.low == 0 && move.high == 0)
			continue;
		g_array_append_val(ret_moves, move);
		if (!is_secret(store_cell(moves->store, move.cell)))
			*ret_cost += moves->costs[move.cell];
	}
}

bool moves_find(Moves *moves, const MovesAsk *ask, guint reach, GArray *ret_moves, double *ret_cost,
		bool *ret_all)
{
	g_array_set_size(ret_moves, 0);
	look_around(moves, ask, reach);
	moves->size = moves->cells->len;
	*ret_all = moves->all;
	if (ask->most > 0 && moves->size > ask->most)
		return false;
	list_rows(moves);
	prune(moves);
	if (moves->stamp[ask->cell] != moves->search)
		return false;
	g_auto(Program) program = { 0 };
	if (!run(moves, &program, ask))
		return false;
	collect(moves, &program, ret_moves, ret_cost);
	return true;
}

guint moves_size(const Moves *moves)
{
	return moves->size;
}

/* ── what bounds a cell ── */

/* EQUATION with true values of what is known (HELD too), where all else of it is in the
 * neighbourhood. */
static void add_known(const Moves *moves, Program *program, guint equation, guint held)
{
	const StoreEquation *of = moves->store->equations->pdata[equation];
	guint count = 0;
	double known = 0;
	for (guint n = 0; n < of->terms->len; n++) {
		StoreTerm term = g_array_index(of->terms, StoreTerm, n);
		const StoreCell *cell = store_cell(moves->store, term.cell);
		if (moves->stamp[term.cell] == moves->search) {
			program->columns[count] = moves->place[term.cell];
			program->factors[count++] = (double)term.factor;
		} else if (is_secret(cell) && term.cell != held)
			return;
		else
			known += (double)(term.factor * cell->value);
	}
	solver_row(program->solver, program->columns, program->factors, count, -known, -known);
}

double moves_extreme(Moves *moves, guint cell, guint held, guint reach, int sign)
{
	MovesAsk ask = { .cell = cell, .held = held, .free = true };
	look_around(moves, &ask, reach);
	list_rows(moves);
	g_array_sort(moves->cells, by_index);
	g_array_sort(moves->rows, by_index);
	g_auto(Program) program = { 0 };
	program.solver = solver_new();
	solver_work(program.solver, STEPS_MOST, NODES_MOST);
	program.columns = g_new(guint, moves->cells->len + 1);
	program.factors = g_new(double, moves->cells->len + 1);
	for (guint n = 0; n < moves->cells->len; n++) {
		guint index = g_array_index(moves->cells, guint, n);
		const StoreCell *it = store_cell(moves->store, index);
		double most = it->most == CELL_NO_MOST ? INFINITY : (double)it->most;
		moves->place[index] = n;
		solver_column(program.solver, (double)it->least, most);
	}
	for (guint n = 0; n < moves->rows->len; n++)
		add_known(moves, &program, g_array_index(moves->rows, guint, n), held);
	solver_cost(program.solver, moves->place[cell], sign);
	if (solver_run(program.solver, 0) != SOLVER_BEST)
		return sign > 0 ? -INFINITY : INFINITY;
	return sign * solver_best(program.solver);
}
