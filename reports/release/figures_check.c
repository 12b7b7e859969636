#include "reports/release/figures_check.h"

#include <stdbool.h>
#include <string.h>

#define FIGURES_HEAD "cell,measure,place,kind,first_on,last_on,value,marks"

#define SHOWN_MOST 300 /* bytes of a figure's words that a fault shows */

/* Fields of both files. */
enum { FIGURE_CELL, FIGURE_MEASURE, FIGURE_LAST = 5, FIGURE_VALUE, FIGURE_MARKS, FIGURE_FIELDS };
enum {
	CELL_NUMBER,
	CELL_RELEASE,
	CELL_MEASURE,
	CELL_LAST = 6,
	CELL_STATE,
	CELL_VALUE,
	CELL_FIELDS
};

/* What the proof says of a cell. */
typedef struct {
	char *words; /* "cases_registered,PKP,all,2026-10-01,2026-10-31", as both files have it */
	char *state;
	char *value;
	bool seen;
} Cell;

typedef struct {
	GPtrArray *cells; /* of Cell; cell N is N - 1 */
	GPtrArray *faults;
	FiguresCount *count;
	const char *release;
} Check;

static void cell_free(gpointer data)
{
	Cell *cell = data;
	g_free(cell->words);
	g_free(cell->state);
	g_free(cell->value);
	g_free(cell);
}

static void fault(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void fault(Check *check, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	g_ptr_array_add(check->faults, g_strdup_vprintf(format, list));
	va_end(list);
}

/* The next line of *TEXT, without its end; NULL at the end. Transfer full. */
static char *next_line(const char **text)
{
	if (**text == '\0')
		return NULL;
	size_t length = strcspn(*text, "\n");
	const char *from = *text;
	*text += length + (from[length] == '\n');
	if (length > 0 && from[length - 1] == '\r')
		length--;
	return g_strndup(from, length);
}

/* Fields FROM to TO of a line, as they stand there. */
static char *words_of(GStrv fields, int from, int to)
{
	g_autoptr(GString) words = g_string_new(NULL);
	for (int n = from; n <= to; n++)
		g_string_append_printf(words, n > from ? ",%s" : "%s", fields[n]);
	return g_strdup(words->str);
}

/* What cannot be protected any more is of RELEASE, and that has to be an earlier one. */
static void take_given_up(Check *check, const Cell *cell, const char *release)
{
	FiguresCount *count = check->count;
	g_auto(GStrv) names =
	    g_strsplit(count->given_up_by != NULL ? count->given_up_by : "", ", ", -1);
	if (g_strcmp0(release, check->release) == 0)
		fault(check,
		      "proof/cells.csv: '%.*s' is given up, and is a figure of this release: "
		      "nothing proves that it cannot be found",
		      SHOWN_MOST, cell->words);
	count->given_up++;
	if (g_strv_contains((const char *const *)names, release))
		return;
	char *all = *names == NULL || **names == '\0'
			? g_strdup(release)
			: g_strconcat(count->given_up_by, ", ", release, NULL);
	g_free(count->given_up_by);
	count->given_up_by = all;
}

/* What is no row of cells.csv ends the reading: the checker of the proof says where. */
static void read_cells(Check *check, const char *text)
{
	g_free(next_line(&text));
	for (char *line = next_line(&text); line != NULL; line = next_line(&text)) {
		g_auto(GStrv) fields = g_strsplit(line, ",", -1);
		g_free(line);
		if (g_strv_length(fields) < CELL_FIELDS)
			return;
		Cell *cell = g_new0(Cell, 1);
		cell->words = words_of(fields, CELL_MEASURE, CELL_LAST);
		cell->state = g_strdup(fields[CELL_STATE]);
		cell->value = g_strdup(fields[CELL_VALUE]);
		g_ptr_array_add(check->cells, cell);
		if (strcmp(cell->state, "given-up") == 0)
			take_given_up(check, cell, fields[CELL_RELEASE]);
	}
}

static Cell *cell_of(const Check *check, const char *number)
{
	guint64 no = 0;
	if (check->cells->len == 0 || *number == '0' ||
	    !g_ascii_string_to_unsigned(number, 10, 1, check->cells->len, &no, NULL))
		return NULL;
	return g_ptr_array_index(check->cells, no - 1);
}

/* A figure that has a cell; WORDS are those of figures.csv. */
static void check_cell(Check *check, Cell *cell, const char *words, const char *value,
		       const char *marks)
{
	bool hidden = strcmp(cell->state, "hidden") == 0 || strcmp(cell->state, "given-up") == 0;
	g_autofree char *shown = g_strdup_printf("'%.*s'", SHOWN_MOST, words);
	if (strcmp(cell->words, words) != 0)
		fault(check,
		      "data/figures.csv: the cell of figure %s is another in proof/cells.csv",
		      shown);
	else if (cell->seen)
		fault(check, "data/figures.csv: figure %s is there twice", shown);
	else if (hidden && strcmp(value, "[c]") != 0)
		fault(check,
		      "data/figures.csv: figure %s is withheld in proof/cells.csv, and has a "
		      "value here",
		      shown);
	else if (hidden && *marks != '\0')
		fault(check, "data/figures.csv: the withheld figure %s has marks", shown);
	else if (!hidden && strcmp(cell->state, "published") != 0)
		fault(check, "data/figures.csv: figure %s is not published by proof/cells.csv",
		      shown);
	else if (!hidden && strcmp(value, "[c]") == 0)
		fault(check,
		      "proof/cells.csv: figure %s has a value there, and is withheld in "
		      "data/figures.csv",
		      shown);
	else if (!hidden && strcmp(value, cell->value) != 0)
		fault(check, "data/figures.csv: figure %s is another number in proof/cells.csv",
		      shown);
	cell->seen = true;
}

static void check_figure(Check *check, GStrv fields)
{
	static const char *const missing[] = { "[x]", "[z]", "[n]", NULL };
	g_autofree char *words = words_of(fields, FIGURE_MEASURE, FIGURE_LAST);
	const char *number = fields[FIGURE_CELL], *value = fields[FIGURE_VALUE];
	Cell *cell = cell_of(check, number);
	check->count->figures++;
	check->count->withheld += strcmp(value, "[c]") == 0;
	if (cell != NULL) {
		check_cell(check, cell, words, value, fields[FIGURE_MARKS]);
	} else if (*number == '\0' && g_strv_contains(missing, value)) {
		check->count->missing++;
	} else {
		g_autofree char *shown = g_strdup_printf("'%.*s'", SHOWN_MOST, words);
		fault(check,
		      "data/figures.csv: figure %s has no cell in proof/cells.csv, so nothing "
		      "is proved of it",
		      shown);
	}
}

static void read_figures(Check *check, const char *text)
{
	g_autofree char *head = next_line(&text);
	gint64 row = 1;
	if (g_strcmp0(head, FIGURES_HEAD) != 0) {
		fault(check, "data/figures.csv: its first line is not '" FIGURES_HEAD "'");
		return;
	}
	for (char *line = next_line(&text); line != NULL; line = next_line(&text), row++) {
		g_auto(GStrv) fields = g_strsplit(line, ",", -1);
		bool whole = g_strv_length(fields) == FIGURE_FIELDS && strchr(line, '"') == NULL;
		g_free(line);
		if (whole)
			check_figure(check, fields);
		else
			fault(check, "data/figures.csv, row %" G_GINT64_FORMAT ": it is no figure",
			      row);
	}
}

void figures_check(const char *figures, const char *cells, const char *release, GPtrArray *faults,
		   FiguresCount *ret_count)
{
	g_autoptr(GPtrArray) of_proof = g_ptr_array_new_with_free_func(cell_free);
	Check check = { of_proof, faults, ret_count, release };
	*ret_count = (FiguresCount){ 0 };
	read_cells(&check, cells);
	read_figures(&check, figures);
}
