/*
 * Expressions: the texts of templates, with values and choices in braces.
 *
 *     {head.registered|count:case} registered.
 *     {if head.other == 0}These add up.{elif head.other > 9}Many…{else}…{end}
 *     {plural head.registered one: "was" other: "were"} registered.
 *
 * Paths are parameter, parameter.attribute or dataset.column. Conditions compare
 * with == != < <= > >=, join with and, or, not and parentheses, and know the word
 * missing. {plural PATH CATEGORY: "…" …} prints the text of the number's plural
 * category in the language (CLDR), without the number. No arithmetic, loops or calls:
 * those live in SQL. Parsed once into a small tree; every name is checked before
 * anything is printed.
 */
#pragma once

#include "reports/model/format.h"

typedef struct Expression Expression;

/* Tells of a fault OFFSET bytes into the text. HINT may be NULL. */
typedef void (*ExpressionFault)(gpointer payload, size_t offset, const char *hint,
				const char *message);

/* Who knows what a path is: at check time its type, at print time its value. */
typedef struct {
	gpointer payload;
	/* The type of HEAD.TAIL (TAIL NULL for a bare name) and, in *ret_format, the
	 * format it is printed in where none is named (NULL: the type's own); a constant. */
	bool (*type)(gpointer payload, const char *head, const char *tail, DatumType *ret_type,
		     const char **ret_format, GError **error);
	/* The value; only asked for paths whose type was found. Its text is borrowed. */
	Datum (*value)(gpointer payload, const char *head, const char *tail);
	/* Whether the path, whose type is right for FORMAT, may print so; NULL: all may. *ret_why
	 * (transfer full) says why not. */
	bool (*fits)(gpointer payload, const char *head, const char *tail, const char *format,
		     char **ret_why);
} ExpressionNames;

/* Parses TEXT; faults go to FAULT, and the result then is NULL. */
Expression *expression_parse(const char *text, ExpressionFault fault, gpointer payload);
void expression_free(Expression *expression);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Expression, expression_free)

/* Checks every path, format, unit and comparison against NAMES and LOCALE. False when
 * FAULT was called. Must be done once before expression_print. */
bool expression_check(Expression *expression, const ExpressionNames *names, const Locale *locale,
		      ExpressionFault fault, gpointer payload);

/* The text with values and choices put in. Transfer full. */
char *expression_print(const Expression *expression, const ExpressionNames *names,
		       const Locale *locale);

/* Calls VISIT for every path whose value EXPRESSION may print, in order; not for those that
 * only decide. OFFSET is its place in the text. */
typedef void (*ExpressionVisit)(gpointer payload, const char *head, const char *tail,
				size_t offset);
void expression_each_value(const Expression *expression, ExpressionVisit visit, gpointer payload);

/* ── a condition that stands by itself: "head.overdue > 0 and not head.final" ── */
typedef struct Condition Condition;

/* Parses TEXT; faults go to FAULT, and the result then is NULL. */
Condition *condition_read(const char *text, ExpressionFault fault, gpointer payload);
void condition_free(Condition *condition); /* takes NULL */

/* Checks every path and comparison; may be done once for each language. */
bool condition_check(Condition *condition, const ExpressionNames *names, ExpressionFault fault,
		     gpointer payload);
bool condition_holds(const Condition *condition, const ExpressionNames *names);
