/*
 * Trace rules: where the columns of a dataset come from, as the header of its file says it.
 *
 *     -- trace: registered = case_day.cases where c.district = $1::text and …
 *     -- trace: mean = case_day.cases / weeks where …
 *     -- trace: median of response_month.complaints where …
 *     -- trace: days of fact case where f.district = $1::text and …
 *     -- trace: women said "census of 2017, sql/reference/population.csv"
 *     -- trace: cases, arrested = milestone_month.*
 *     -- trace: all_cases = all case_day.cases where …
 *     -- row: district = c.district, category = c.category
 *     -- within: c.district in (select …)
 *
 * `=`: the counts of the cells add up to the figure (a divisor is a number or a column of the row);
 * `of`: it is worked out from them; `said`: words. Several columns share a line (a, b = …), and a
 * column may have several lines, which are added up. A count is a column of the cube, an expression
 * in parentheses, or *, the column of the same name. `c` is the cell, `f` the fact, $1 … are the
 * parameters of the dataset, @name@ is what its column of that name says in the row that is traced.
 * `row:` says which columns name a row, and what they are of a cell; such conditions need not be
 * repeated; `all` is not of the row alone. `within:` holds of the cells of every line.
 *
 * Rules become statements by the frames sql/reports/trace/{cells,records,facts}.sql. The records
 * behind a cell are those that the SELECT of its cube counts (sql/cubes/CUBE.sql over
 * engine.traced_<fact>), so that they are written nowhere a second time.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { TRACE_ADDS_UP, TRACE_WORKED_OUT, TRACE_SAID } TraceKind;

typedef struct {
	char *column;
	TraceKind kind;
	bool of_all_rows; /* the same in every row: the conditions of `row:` do not hold */
	bool is_fact;     /* FROM is a fact, else a cube */
	char *from;       /* NULL when it is said */
	char *count;      /* what is added up of a cell; of a fact "1" */
	char *divisor;    /* a number or a column; NULL: none */
	char *condition;  /* "true" where none is given */
	char *said;       /* words */
} TraceRule;

typedef struct {
	char *column;     /* of the dataset */
	char *expression; /* of the cell */
} TraceKey;

typedef struct {
	const char *sql;   /* the dataset's text, borrowed */
	GPtrArray *rules;  /* of TraceRule */
	GPtrArray *keys;   /* of TraceKey: what names a row */
	char *within;      /* what holds of all cells, or NULL */
	GPtrArray *faults; /* lines that are no rule, as texts */
} TraceRules;

/* The rules in the header of SQL, which must stay. Transfer full. */
TraceRules *trace_rules_read(const char *sql);
void trace_rules_free(TraceRules *rules); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TraceRules, trace_rules_free)

/* True when some rule is of COLUMN. */
bool trace_rules_know(const TraceRules *rules, const char *column);

/* A rendered statement; its parameters are the dataset's and then what the row traced has in
 * COLUMNS. */
typedef struct {
	char *sql;
	GPtrArray *columns; /* of the dataset, by name; owned texts */
	bool needs_row;     /* the condition names a column of the row */
} TraceStatement;

/* The cells that RULE counts, of one row (OF_ROW) or of all; NULL for facts and what is said. */
TraceStatement *trace_rule_cells(const TraceRules *rules, const TraceRule *rule, bool of_row);

/* The records behind them; NULL for what is said. */
TraceStatement *trace_rule_records(const TraceRules *rules, const TraceRule *rule, bool of_row);
void trace_statement_free(TraceStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TraceStatement, trace_statement_free)
