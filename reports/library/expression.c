#include "reports/library/expression.h"

#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/library/expression_private.h"

typedef enum { PIECE_LITERAL, PIECE_VALUE, PIECE_CHOICE, PIECE_PLURAL } PieceKind;

/* A part of a text: words, a value, or a choice between texts. */
typedef struct {
	PieceKind kind;
	char *text;   /* PIECE_LITERAL */
	Path path;    /* PIECE_VALUE, PIECE_PLURAL */
	char *format; /* "int", "count:case"; NULL: the value's own */
	size_t format_offset;
	GPtrArray *branches; /* PIECE_CHOICE: of Branch */
	GPtrArray *forms;    /* PIECE_PLURAL: of Form */
} Piece;

/* The text for one plural category. */
typedef struct {
	char *category; /* "one" */
	size_t offset;
	char *text;
} Form;

typedef struct {
	Condition *condition; /* NULL for else */
	GPtrArray *pieces;
} Branch;

struct Expression {
	GPtrArray *pieces;
};

/* The parse of one text: a stack of choices not yet closed by {end}. */
typedef struct {
	Hole hole;
	GPtrArray *open;    /* of Piece, borrowed */
	GArray *open_at;    /* of size_t, their offsets */
	GPtrArray *current; /* pieces that the next one joins */
	Expression *expression;
	bool failed;
} Parser;

/* ── the tree ── */

static void piece_free(gpointer data)
{
	Piece *piece = data;
	g_free(piece->text);
	path_clear(&piece->path);
	g_free(piece->format);
	g_clear_pointer(&piece->branches, g_ptr_array_unref);
	g_clear_pointer(&piece->forms, g_ptr_array_unref);
	g_free(piece);
}

static void form_free(gpointer data)
{
	Form *form = data;
	g_free(form->category);
	g_free(form->text);
	g_free(form);
}

static void branch_free(gpointer data)
{
	Branch *branch = data;
	condition_free(branch->condition);
	g_ptr_array_unref(branch->pieces);
	g_free(branch);
}

static Piece *add_piece(GPtrArray *pieces, PieceKind kind)
{
	Piece *piece = g_new0(Piece, 1);
	piece->kind = kind;
	g_ptr_array_add(pieces, piece);
	return piece;
}

static GPtrArray *add_branch(Piece *choice, Condition *condition)
{
	Branch *branch = g_new0(Branch, 1);
	branch->condition = condition;
	branch->pieces = g_ptr_array_new_with_free_func(piece_free);
	g_ptr_array_add(choice->branches, branch);
	return branch->pieces;
}

void expression_free(Expression *expression)
{
	if (expression == NULL)
		return;
	g_ptr_array_unref(expression->pieces);
	g_free(expression);
}

/* ── parsing ── */

static Piece *innermost(const Parser *parser)
{
	return parser->open->len > 0 ? g_ptr_array_index(parser->open, parser->open->len - 1)
				     : NULL;
}

#define DEPTH_LIMIT 32 /* of {if} in {if}: checking and printing descend as deep */

/* True when the choice in work already has its else. */
static bool has_else(const Piece *choice)
{
	const Branch *last = g_ptr_array_index(choice->branches, choice->branches->len - 1);
	return last->condition == NULL;
}

/* Says that the keyword at OFFSET has no {if}; false. */
static bool has_if(Parser *parser, const char *keyword, size_t offset)
{
	if (parser->open->len > 0)
		return true;
	hole_fail(&parser->hole, offset, NULL, "{%s} without {if} before it", keyword);
	return false;
}

static void parse_if(Parser *parser, size_t offset)
{
	if (parser->open->len >= DEPTH_LIMIT) {
		hole_fail(&parser->hole, offset, NULL, "{if} is nested too deeply");
		return;
	}
	Condition *condition = condition_parse(&parser->hole);
	if (condition == NULL)
		return;
	Piece *choice = add_piece(parser->current, PIECE_CHOICE);
	choice->branches = g_ptr_array_new_with_free_func(branch_free);
	g_ptr_array_add(parser->open, choice);
	g_array_append_val(parser->open_at, offset);
	parser->current = add_branch(choice, condition);
}

static void parse_other(Parser *parser, const char *keyword, size_t offset)
{
	if (!has_if(parser, keyword, offset))
		return;
	Piece *choice = innermost(parser);
	if (has_else(choice)) {
		hole_fail(&parser->hole, offset, NULL, "{%s} after {else}", keyword);
		return;
	}
	Condition *condition = NULL;
	if (strcmp(keyword, "elif") == 0) {
		condition = condition_parse(&parser->hole);
		if (condition == NULL)
			return;
	}
	parser->current = add_branch(choice, condition);
}

static void parse_end(Parser *parser, size_t offset)
{
	if (!has_if(parser, "end", offset))
		return;
	g_ptr_array_set_size(parser->open, (gint)parser->open->len - 1);
	g_array_set_size(parser->open_at, parser->open_at->len - 1);
	Piece *outer = innermost(parser);
	if (outer == NULL) {
		parser->current = parser->expression->pieces;
		return;
	}
	Branch *branch = g_ptr_array_index(outer->branches, outer->branches->len - 1);
	parser->current = branch->pieces;
}

static void parse_format(Parser *parser, Piece *piece)
{
	Hole *hole = &parser->hole;
	Token format = hole_take(hole);
	if (format.kind != TOKEN_WORD)
		hole_fail(hole, format.offset, "write for example: {head.cases|int}",
			  "a format must stand after '|'");
	piece->format = g_strdup(format.text);
	piece->format_offset = format.offset;
	if (!hole_accept(hole, ":"))
		return;
	Token unit = hole_take(hole);
	if (unit.kind != TOKEN_WORD)
		hole_fail(hole, unit.offset, "write for example: {head.cases|count:case}",
			  "a unit must stand after ':'");
	g_free(piece->format);
	piece->format = g_strdup_printf("%s:%s", format.text, unit.text);
}

static void parse_value(Parser *parser, const Token *word)
{
	Hole *hole = &parser->hole;
	Piece *piece = add_piece(parser->current, PIECE_VALUE);
	path_set(&piece->path, word);
	if (hole_accept(hole, "|"))
		parse_format(parser, piece);
	if (hole->next.kind != TOKEN_END)
		hole_fail(hole, hole->next.offset,
			  "arithmetic lives in SQL; write {path} or {path|format}",
			  "'%s' does not belong here", hole->next.text);
}

static const Form *find_form(const Piece *piece, const char *category)
{
	for (guint n = 0; n < piece->forms->len; n++) {
		const Form *form = g_ptr_array_index(piece->forms, n);
		if (strcmp(form->category, category) == 0)
			return form;
	}
	return NULL;
}

/* one: "was" */
static void parse_form(Hole *hole, Piece *piece)
{
	Token category = hole_take(hole);
	if (category.kind != TOKEN_WORD || !hole_accept(hole, ":") ||
	    hole->next.kind != TOKEN_QUOTED) {
		hole_fail(hole, category.offset,
			  "write for example: {plural head.cases one: \"was\" other: \"were\"}",
			  "a plural category and its text in quotes must stand here");
		return;
	}
	if (find_form(piece, category.text) != NULL)
		hole_fail(hole, category.offset, NULL, "plural category '%s' is given twice",
			  category.text);
	Form *form = g_new0(Form, 1);
	form->category = g_strdup(category.text);
	form->offset = category.offset;
	form->text = g_strdup(hole_take(hole).text);
	g_ptr_array_add(piece->forms, form);
}

static void parse_plural(Parser *parser, size_t offset)
{
	Hole *hole = &parser->hole;
	Token path = hole_take(hole);
	if (path.kind != TOKEN_WORD) {
		hole_fail(hole, path.offset,
			  "write for example: {plural head.cases one: \"was\" other: \"were\"}",
			  "a path must stand after plural");
		return;
	}
	Piece *piece = add_piece(parser->current, PIECE_PLURAL);
	path_set(&piece->path, &path);
	piece->forms = g_ptr_array_new_with_free_func(form_free);
	while (!hole->failed && hole->next.kind != TOKEN_END)
		parse_form(hole, piece);
	if (!hole->failed && find_form(piece, "other") == NULL)
		hole_fail(hole, offset, "every language needs it",
			  "plural has no text for 'other'");
}

static void parse_hole(Parser *parser, size_t at, size_t end)
{
	Hole *hole = &parser->hole;
	hole_start(hole, at + 1, end);
	Token word = hole_take(hole);
	if (word.kind != TOKEN_WORD) {
		hole_fail(hole, at, "write a parameter or dataset.column between the braces",
			  "a path must stand between the braces");
	} else if (strcmp(word.text, "if") == 0) {
		parse_if(parser, at);
	} else if (strcmp(word.text, "elif") == 0 || strcmp(word.text, "else") == 0) {
		parse_other(parser, word.text, at);
	} else if (strcmp(word.text, "end") == 0) {
		parse_end(parser, at);
	} else if (strcmp(word.text, "plural") == 0) {
		parse_plural(parser, at);
	} else {
		parse_value(parser, &word);
	}
	/* {else} and {end} stand alone */
	if (hole->next.kind != TOKEN_END)
		hole_fail(hole, hole->next.offset, NULL, "'%s' does not belong here",
			  hole->next.text);
	parser->failed |= hole->failed;
}

static void parse_all(Parser *parser, const char *text)
{
	size_t at = 0;
	while (text[at] != '\0') {
		size_t length = strcspn(text + at, "{");
		if (length > 0) {
			Piece *words = add_piece(parser->current, PIECE_LITERAL);
			words->text = text_printable(text + at, (gssize)length);
		}
		at += length;
		if (text[at] == '\0')
			break;
		const char *end = strchr(text + at, '}');
		if (end == NULL) {
			parser->hole.failed = false;
			hole_fail(&parser->hole, at, "close it with '}'", "'{' is not closed");
			parser->failed = true;
			break;
		}
		parse_hole(parser, at, (size_t)(end - text));
		at = (size_t)(end - text) + 1;
	}
	if (!parser->failed && parser->open->len > 0) {
		parser->hole.failed = false;
		hole_fail(&parser->hole,
			  g_array_index(parser->open_at, size_t, parser->open_at->len - 1),
			  "close it with {end}", "{if} without {end}");
		parser->failed = true;
	}
}

Expression *expression_parse(const char *text, ExpressionFault fault, gpointer payload)
{
	g_autoptr(Expression) expression = g_new0(Expression, 1);
	expression->pieces = g_ptr_array_new_with_free_func(piece_free);
	g_autoptr(GPtrArray) open = g_ptr_array_new();
	g_autoptr(GArray) open_at = g_array_new(FALSE, FALSE, sizeof(size_t));
	Parser parser = {
		.hole = { .text = text, .fault = fault, .payload = payload },
		.open = open,
		.open_at = open_at,
		.current = expression->pieces,
		.expression = expression,
	};
	parse_all(&parser, text);
	return parser.failed ? NULL : g_steal_pointer(&expression);
}

/* ── checking ── */

typedef struct {
	const ExpressionNames *names;
	const Locale *locale;
	ExpressionFault fault;
	gpointer payload;
} Checker;

static bool fail(const Checker *checker, size_t offset, const char *hint, const char *message)
{
	checker->fault(checker->payload, offset, hint, message);
	return false;
}

static bool check_value(const Checker *checker, Piece *piece)
{
	g_autoptr(GError) error = NULL;
	const char *own = NULL;
	if (!checker->names->type(checker->names->payload, piece->path.head, piece->path.tail,
				  &piece->path.type, &own, &error))
		return fail(checker, piece->path.offset, error_hint(error), error->message);
	g_autofree char *why = NULL;
	if (piece->format == NULL)
		piece->format = g_strdup(own);
	else if (!format_check(checker->locale, piece->format, piece->path.type, &why) ||
		 (checker->names->fits != NULL &&
		  !checker->names->fits(checker->names->payload, piece->path.head, piece->path.tail,
					piece->format, &why)))
		return fail(checker, piece->format_offset, NULL, why);
	return true;
}

static bool check_plural(const Checker *checker, Piece *piece)
{
	g_autoptr(GError) error = NULL;
	const char *own = NULL;
	if (!checker->names->type(checker->names->payload, piece->path.head, piece->path.tail,
				  &piece->path.type, &own, &error))
		return fail(checker, piece->path.offset, error_hint(error), error->message);
	if (piece->path.type != DATUM_NUMBER)
		return fail(checker, piece->path.offset, NULL, "only a number has a plural");
	for (guint n = 0; n < piece->forms->len; n++) {
		const Form *form = g_ptr_array_index(piece->forms, n);
		g_autofree char *why = NULL;
		if (!format_plural_check(checker->locale, form->category, &why))
			return fail(checker, form->offset, NULL, why);
	}
	return true;
}

static bool check_pieces(const Checker *checker, GPtrArray *pieces)
{
	bool good = true;
	for (guint n = 0; n < pieces->len; n++) {
		Piece *piece = g_ptr_array_index(pieces, n);
		if (piece->kind == PIECE_VALUE)
			good &= check_value(checker, piece);
		else if (piece->kind == PIECE_PLURAL)
			good &= check_plural(checker, piece);
		for (guint b = 0; piece->kind == PIECE_CHOICE && b < piece->branches->len; b++) {
			Branch *branch = g_ptr_array_index(piece->branches, b);
			if (branch->condition != NULL)
				good &= condition_check(branch->condition, checker->names,
							checker->fault, checker->payload);
			good &= check_pieces(checker, branch->pieces);
		}
	}
	return good;
}

bool expression_check(Expression *expression, const ExpressionNames *names, const Locale *locale,
		      ExpressionFault fault, gpointer payload)
{
	return check_pieces(&(Checker){ names, locale, fault, payload }, expression->pieces);
}

/* ── printing ── */

typedef struct {
	const ExpressionNames *names;
	const Locale *locale;
	GString *text;
} Printer;

static void print_pieces(const Printer *printer, const GPtrArray *pieces);

static void print_choice(const Printer *printer, const Piece *choice)
{
	for (guint n = 0; n < choice->branches->len; n++) {
		const Branch *branch = g_ptr_array_index(choice->branches, n);
		if (branch->condition == NULL ||
		    condition_holds(branch->condition, printer->names)) {
			print_pieces(printer, branch->pieces);
			return;
		}
	}
}

/* What is missing has no number, and so the general form. */
static void print_plural(const Printer *printer, const Piece *piece)
{
	Datum datum = path_value(&piece->path, printer->names);
	g_autofree char *category =
	    datum.missing ? g_strdup("other") : format_plural(printer->locale, datum.number);
	const Form *form = find_form(piece, category);
	if (form == NULL)
		form = find_form(piece, "other");
	g_string_append(printer->text, form->text);
}

static void print_value(const Printer *printer, const Piece *piece)
{
	Datum datum = path_value(&piece->path, printer->names);
	g_autofree char *value = format_datum(printer->locale, piece->format, &datum);
	g_string_append(printer->text, value);
}

static bool is_date(const Piece *piece)
{
	return piece->kind == PIECE_VALUE && g_strcmp0(piece->format, "date") == 0;
}

/* "1 to 31 October 2026" for "{first|date} to {last|date}": the three PIECES from N on. */
static bool print_range(const Printer *printer, const GPtrArray *pieces, guint n)
{
	if (n + 2 >= pieces->len)
		return false;
	const Piece *from = pieces->pdata[n], *word = pieces->pdata[n + 1],
		    *to = pieces->pdata[n + 2];
	if (!is_date(from) || !is_date(to) || word->kind != PIECE_LITERAL)
		return false;
	g_autofree char *between = g_strstrip(g_strdup(word->text));
	Datum first = path_value(&from->path, printer->names),
	      last = path_value(&to->path, printer->names);
	g_autofree char *range = strcmp(between, locale_word(printer->locale, "range_to")) == 0
				     ? format_range_of(printer->locale, &first, &last)
				     : NULL;
	if (range != NULL)
		g_string_append(printer->text, range);
	return range != NULL;
}

static void print_pieces(const Printer *printer, const GPtrArray *pieces)
{
	for (guint n = 0; n < pieces->len; n++) {
		const Piece *piece = g_ptr_array_index(pieces, n);
		if (print_range(printer, pieces, n)) {
			n += 2;
		} else if (piece->kind == PIECE_LITERAL) {
			g_string_append(printer->text, piece->text);
		} else if (piece->kind == PIECE_CHOICE) {
			print_choice(printer, piece);
		} else if (piece->kind == PIECE_PLURAL) {
			print_plural(printer, piece);
		} else {
			print_value(printer, piece);
		}
	}
}

char *expression_print(const Expression *expression, const ExpressionNames *names,
		       const Locale *locale)
{
	Printer printer = { names, locale, g_string_new(NULL) };
	print_pieces(&printer, expression->pieces);
	return g_string_free(printer.text, FALSE);
}

static void each_value(const GPtrArray *pieces, ExpressionVisit visit, gpointer payload)
{
	for (guint n = 0; n < pieces->len; n++) {
		const Piece *piece = g_ptr_array_index(pieces, n);
		if (piece->kind == PIECE_VALUE)
			visit(payload, piece->path.head, piece->path.tail, piece->path.offset);
		for (guint b = 0; piece->kind == PIECE_CHOICE && b < piece->branches->len; b++)
			each_value(((Branch *)piece->branches->pdata[b])->pieces, visit, payload);
	}
}

void expression_each_value(const Expression *expression, ExpressionVisit visit, gpointer payload)
{
	each_value(expression->pieces, visit, payload);
}
