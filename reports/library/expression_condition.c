#include <string.h>

#include "core/error.h"
#include "reports/library/expression_private.h"

typedef enum { CONDITION_OR, CONDITION_AND, CONDITION_NOT, CONDITION_COMPARE } ConditionKind;

/* What stands right of a comparison. */
typedef enum { OPERAND_NONE, OPERAND_PATH, OPERAND_LITERAL, OPERAND_MISSING } OperandKind;

struct Condition {
	ConditionKind kind;
	Condition *left, *right; /* of or, and; left of not */
	Path path;
	char comparison[3]; /* "" asks for the truth of path */
	OperandKind operand;
	Path other; /* OPERAND_PATH; a bare word until the check has told */
	char *word; /* OPERAND_LITERAL, or a bare word */
	Datum literal;
	size_t offset; /* of the operand */
};

#define DEPTH_LIMIT 32 /* of parentheses and nots: templates are not trusted to be small */

void condition_free(Condition *condition)
{
	if (condition == NULL)
		return;
	condition_free(condition->left);
	condition_free(condition->right);
	path_clear(&condition->path);
	path_clear(&condition->other);
	g_free(condition->word);
	g_free(condition);
}

/* ── parsing ── */

static Condition *parse_or(Hole *hole, int depth);

static Condition *condition_new(ConditionKind kind, Condition *left, Condition *right)
{
	Condition *condition = g_new0(Condition, 1);
	condition->kind = kind;
	condition->left = left;
	condition->right = right;
	return condition;
}

static bool take_comparison(Hole *hole, Condition *condition)
{
	static const char *const signs[] = { "==", "!=", "<=", ">=", "<", ">" };
	for (size_t n = 0; n < G_N_ELEMENTS(signs); n++) {
		if (hole_accept(hole, signs[n])) {
			g_strlcpy(condition->comparison, signs[n], sizeof condition->comparison);
			return true;
		}
	}
	return false;
}

static void parse_operand(Hole *hole, Condition *condition)
{
	Token token = hole_take(hole);
	condition->offset = token.offset;
	if (token.kind == TOKEN_NUMBER) {
		condition->operand = OPERAND_LITERAL;
		if (!datum_parse(DATUM_NUMBER, token.text, &condition->literal))
			hole_fail(hole, token.offset, NULL, "cannot read '%s' as a number",
				  token.text);
	} else if (token.kind == TOKEN_WORD && strcmp(token.text, "missing") == 0) {
		condition->operand = OPERAND_MISSING;
	} else if (token.kind == TOKEN_WORD || token.kind == TOKEN_QUOTED) {
		condition->operand = token.kind == TOKEN_WORD ? OPERAND_PATH : OPERAND_LITERAL;
		condition->word = g_strdup(token.text);
		condition->literal = datum_of_text(condition->word);
		if (token.kind == TOKEN_WORD)
			path_set(&condition->other, &token);
	} else {
		hole_fail(hole, token.offset, NULL,
			  "a value must stand after '%s': a number, a word or a path",
			  condition->comparison);
	}
}

static Condition *parse_comparison(Hole *hole)
{
	Token token = hole_take(hole);
	Condition *condition = condition_new(CONDITION_COMPARE, NULL, NULL);
	if (token.kind != TOKEN_WORD) {
		hole_fail(hole, token.offset, "write for example: head.cases == 0",
			  "a condition must begin with a parameter or dataset.column");
		return condition;
	}
	path_set(&condition->path, &token);
	if (take_comparison(hole, condition))
		parse_operand(hole, condition);
	return condition;
}

static Condition *parse_not(Hole *hole, int depth)
{
	if (depth > DEPTH_LIMIT) {
		hole_fail(hole, hole->next.offset, NULL, "the condition is nested too deeply");
		return NULL;
	}
	if (hole_accept(hole, "not"))
		return condition_new(CONDITION_NOT, parse_not(hole, depth + 1), NULL);
	if (!hole_accept(hole, "("))
		return parse_comparison(hole);
	Condition *inside = parse_or(hole, depth + 1);
	if (!hole_accept(hole, ")"))
		hole_fail(hole, hole->next.offset, NULL, "')' is missing");
	return inside;
}

static Condition *parse_and(Hole *hole, int depth)
{
	Condition *left = parse_not(hole, depth);
	while (!hole->failed && hole_accept(hole, "and"))
		left = condition_new(CONDITION_AND, left, parse_not(hole, depth));
	return left;
}

static Condition *parse_or(Hole *hole, int depth)
{
	Condition *left = parse_and(hole, depth);
	while (!hole->failed && hole_accept(hole, "or"))
		left = condition_new(CONDITION_OR, left, parse_and(hole, depth));
	return left;
}

Condition *condition_parse(Hole *hole)
{
	Condition *condition = parse_or(hole, 0);
	if (hole->next.kind != TOKEN_END)
		hole_fail(hole, hole->next.offset,
			  "join comparisons with and, or, not and parentheses",
			  "'%s' does not belong in this condition", hole->next.text);
	if (!hole->failed)
		return condition;
	condition_free(condition);
	return NULL;
}

Condition *condition_read(const char *text, ExpressionFault fault, gpointer payload)
{
	Hole hole = { .text = text, .fault = fault, .payload = payload };
	hole_start(&hole, 0, strlen(text));
	return condition_parse(&hole);
}

/* ── checking ── */

typedef struct {
	const ExpressionNames *names;
	ExpressionFault fault;
	gpointer payload;
} Checker;

static bool fail(const Checker *checker, size_t offset, const char *hint, const char *message)
{
	checker->fault(checker->payload, offset, hint, message);
	return false;
}

static bool look_up(const Checker *checker, Path *path, GError **error)
{
	const char *format;
	return checker->names->type(checker->names->payload, path->head, path->tail, &path->type,
				    &format, error);
}

/* A bare word right of a comparison is a parameter's name, or else stands for itself. */
static bool check_word(const Checker *checker, Condition *condition)
{
	g_autoptr(GError) error = NULL;
	if (look_up(checker, &condition->other, &error))
		return true;
	if (condition->other.tail != NULL)
		return fail(checker, condition->offset, error_hint(error), error->message);
	condition->operand = OPERAND_LITERAL;
	return true;
}

static bool check_types(const Checker *checker, const Condition *condition)
{
	if (condition->operand == OPERAND_MISSING) {
		bool equality = condition->comparison[1] == '=' &&
				condition->comparison[0] != '<' && condition->comparison[0] != '>';
		return equality || fail(checker, condition->offset,
					"write == missing or != missing", "'missing' has no order");
	}
	DatumType left = condition->path.type;
	DatumType right =
	    condition->operand == OPERAND_PATH ? condition->other.type : condition->literal.type;
	g_autofree char *message = NULL;
	if (left != right)
		message = g_strdup_printf("a %s is compared with a %s", datum_type_name(left),
					  datum_type_name(right));
	else if (left == DATUM_TEXT && condition->comparison[0] != '=' &&
		 condition->comparison[0] != '!')
		message = g_strdup("texts have no order here, only == and !=");
	return message == NULL || fail(checker, condition->offset, NULL, message);
}

static bool check_comparison(const Checker *checker, Condition *condition)
{
	g_autoptr(GError) error = NULL;
	if (!look_up(checker, &condition->path, &error))
		return fail(checker, condition->path.offset, error_hint(error), error->message);
	if (condition->comparison[0] == '\0')
		return condition->path.type == DATUM_BOOL ||
		       fail(checker, condition->path.offset, "compare it: == != < <= > >=",
			    "only a yes-or-no column is a condition by itself");
	if (condition->operand == OPERAND_PATH && !check_word(checker, condition))
		return false;
	return check_types(checker, condition);
}

static bool check(const Checker *checker, Condition *condition)
{
	if (condition->kind == CONDITION_COMPARE)
		return check_comparison(checker, condition);
	bool left = check(checker, condition->left);
	return (condition->right == NULL || check(checker, condition->right)) && left;
}

bool condition_check(Condition *condition, const ExpressionNames *names, ExpressionFault fault,
		     gpointer payload)
{
	return check(&(Checker){ names, fault, payload }, condition);
}

/* ── deciding ── */

static bool compares(const char *comparison, int order)
{
	switch (comparison[0]) {
	case '=':
		return order == 0;
	case '!':
		return order != 0;
	case '<':
		return comparison[1] == '=' ? order <= 0 : order < 0;
	default:
		return comparison[1] == '=' ? order >= 0 : order > 0;
	}
}

static bool comparison_holds(const Condition *condition, const ExpressionNames *names)
{
	Datum left = path_value(&condition->path, names);
	if (condition->comparison[0] == '\0')
		return !left.missing && left.truth;
	if (condition->operand == OPERAND_MISSING)
		return left.missing == (condition->comparison[0] == '=');
	Datum right = condition->operand == OPERAND_PATH ? path_value(&condition->other, names)
							 : condition->literal;
	/* what is missing compares with nothing */
	return !left.missing && !right.missing &&
	       compares(condition->comparison, datum_compare(&left, &right));
}

bool condition_holds(const Condition *condition, const ExpressionNames *names)
{
	switch (condition->kind) {
	case CONDITION_OR:
		return condition_holds(condition->left, names) ||
		       condition_holds(condition->right, names);
	case CONDITION_AND:
		return condition_holds(condition->left, names) &&
		       condition_holds(condition->right, names);
	case CONDITION_NOT:
		return !condition_holds(condition->left, names);
	case CONDITION_COMPARE:
		return comparison_holds(condition, names);
	}
	g_assert_not_reached();
}
