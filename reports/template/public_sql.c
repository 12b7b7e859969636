#include "reports/template/public_sql.h"

#include <glib.h>
#include <string.h>

#include "reports/template/public_words.h"

typedef enum { TOKEN_NAME, TOKEN_TEXT, TOKEN_MARK, TOKEN_END } TokenKind;

typedef struct {
	TokenKind kind;
	char *text; /* names in small letters; texts without their quotes */
	int line, column;
} Token;

static void token_clear(gpointer data)
{
	g_free(((Token *)data)->text);
}

/* ── scanning ── */

typedef struct {
	const char *at, *line_start;
	int line;
} Scanner;

static void step(Scanner *scanner)
{
	if (*scanner->at == '\n') {
		scanner->line++;
		scanner->line_start = scanner->at + 1;
	}
	scanner->at++;
}

static void skip_comment(Scanner *scanner)
{
	bool block = scanner->at[1] == '*';
	while (*scanner->at != '\0' && (block || *scanner->at != '\n')) {
		if (block && g_str_has_prefix(scanner->at, "*/")) {
			scanner->at += 2;
			return;
		}
		step(scanner);
	}
}

/* What stands between two of QUOTE; a doubled one is one. */
static char *quoted(Scanner *scanner, char quote)
{
	GString *text = g_string_new(NULL);
	step(scanner);
	while (*scanner->at != '\0') {
		if (*scanner->at == quote && scanner->at[1] != quote)
			break;
		if (*scanner->at == quote)
			step(scanner);
		g_string_append_c(text, *scanner->at);
		step(scanner);
	}
	if (*scanner->at != '\0')
		step(scanner);
	return g_string_free(text, FALSE);
}

static bool is_letter(char at)
{
	return g_ascii_isalnum(at) || at == '_' || at == '$' || (guchar)at >= 0x80;
}

static char *name_at(Scanner *scanner)
{
	const char *start = scanner->at;
	while (is_letter(*scanner->at))
		step(scanner);
	return g_ascii_strdown(start, scanner->at - start);
}

static void add_token(GArray *tokens, Scanner *scanner)
{
	Token token = { TOKEN_MARK, NULL, scanner->line,
			(int)g_utf8_strlen(scanner->line_start, scanner->at - scanner->line_start) +
			    1 };
	if (*scanner->at == '\'') {
		token.kind = TOKEN_TEXT;
		token.text = quoted(scanner, '\'');
	} else if (*scanner->at == '"' || is_letter(*scanner->at)) {
		token.kind = TOKEN_NAME;
		token.text = *scanner->at == '"' ? quoted(scanner, '"') : name_at(scanner);
	} else {
		token.text = g_strndup(scanner->at, 1);
		step(scanner);
	}
	g_array_append_val(tokens, token);
	/* cppcheck-suppress memleak ; the array has a copy of the token, and frees its text */
}

/* Two ends follow the last token, so that two more may be looked at. */
static GArray *scan(const char *sql)
{
	GArray *tokens = g_array_new(FALSE, TRUE, sizeof(Token));
	g_array_set_clear_func(tokens, token_clear);
	Scanner scanner = { sql, sql, 1 };
	while (*scanner.at != '\0') {
		if (g_ascii_isspace(*scanner.at))
			step(&scanner);
		else if (g_str_has_prefix(scanner.at, "--") || g_str_has_prefix(scanner.at, "/*"))
			skip_comment(&scanner);
		else
			add_token(tokens, &scanner);
	}
	for (int n = 0; n < 3; n++) {
		Token end = { TOKEN_END, g_strdup(""), scanner.line, 1 };
		g_array_append_val(tokens, end);
	}
	return tokens;
}

/* ── what is allowed ── */

static const char *const relations[] = {
	"released.figure",    "released.fact",   "released.release",
	"released.next",      "ref.district",    "ref.category",
	"ref.accused_status", "ref.coded_value", NULL
};
/* Functions that read what their argument names. */
static const char *const functions[] = { "set_config",
					 "query_to_xml",
					 "table_to_xml",
					 "cursor_to_xml",
					 "schema_to_xml",
					 "database_to_xml",
					 "query_to_xml_and_xmlschema",
					 "pg_read_file",
					 "pg_read_binary_file",
					 "pg_ls_dir",
					 "pg_stat_file",
					 "lo_get",
					 "lo_import",
					 "dblink",
					 NULL };
static const char *const clauses[] = { "where",  "group", "order",     "having", "limit",
				       "offset", "union", "intersect", "except", "window",
				       "fetch",  "for",   "select",    NULL };

typedef struct {
	GArray *tokens;
	GHashTable *common; /* names of common tables */
	PublicSqlFault *fault;
} Walk;

static const Token *token_at(const Walk *walk, guint n)
{
	return &g_array_index(walk->tokens, Token, MIN(n, walk->tokens->len - 1));
}

static bool is(const Walk *walk, guint n, const char *text)
{
	const Token *token = token_at(walk, n);
	return token->kind != TOKEN_TEXT && strcmp(token->text, text) == 0;
}

/* Says what is wrong at the token N; takes WHAT. */
static bool say(Walk *walk, guint n, char *what)
{
	walk->fault->line = token_at(walk, n)->line;
	walk->fault->column = token_at(walk, n)->column;
	walk->fault->what = what;
	return false;
}

/* NAME as (…), NAME (…) as (…): a common table. */
static void find_common(Walk *walk)
{
	for (guint n = 1; n < walk->tokens->len; n++) {
		bool first =
		    is(walk, n - 1, "with") || is(walk, n - 1, ",") || is(walk, n - 1, "recursive");
		if (!first || token_at(walk, n)->kind != TOKEN_NAME)
			continue;
		guint next = n + 1;
		if (is(walk, next, "(")) {
			while (next < walk->tokens->len && !is(walk, next, ")"))
				next++;
			next++;
		}
		if (is(walk, next, "as") &&
		    (is(walk, next + 1, "(") || is(walk, next + 1, "materialized") ||
		     is(walk, next + 1, "not")))
			g_hash_table_add(walk->common, token_at(walk, n)->text);
	}
}

/* The relation that a from, join or comma before the token N names. */
static bool check_relation(Walk *walk, guint n)
{
	while (is(walk, n, "lateral") || is(walk, n, "only"))
		n++;
	const Token *token = token_at(walk, n);
	if (token->kind != TOKEN_NAME)
		return true; /* a query of its own, whose from comes */
	if (!is(walk, n + 1, ".")) {
		bool own = g_hash_table_contains(walk->common, token->text) ||
			   is(walk, n + 1, "(") || strcmp(token->text, "select") == 0 ||
			   strcmp(token->text, "values") == 0;
		return own || say(walk, n, g_strdup_printf("reads '%s'", token->text));
	}
	g_autofree char *whole = g_strdup_printf("%s.%s", token->text, token_at(walk, n + 2)->text);
	bool function = strcmp(token->text, "pg_catalog") == 0 && is(walk, n + 3, "(");
	return function || g_strv_contains(relations, whole) ||
	       say(walk, n, g_strdup_printf("reads '%s'", whole));
}

/* Whether the token N begins a list of relations: not "is distinct from", "extract(x from y)". */
static bool begins_from(const Walk *walk, guint n)
{
	return is(walk, n, "join") ||
	       (is(walk, n, "from") && n > 0 && !is(walk, n - 1, "distinct"));
}

/* Relations after the token N that commas part, at the same depth. */
static bool check_list(Walk *walk, guint n)
{
	int depth = 0;
	if (!check_relation(walk, n + 1))
		return false;
	for (guint at = n + 1; at < walk->tokens->len && depth >= 0; at++) {
		if (is(walk, at, "("))
			depth++;
		else if (is(walk, at, ")"))
			depth--;
		else if (depth == 0 && token_at(walk, at)->kind == TOKEN_NAME &&
			 g_strv_contains(clauses, token_at(walk, at)->text))
			return true;
		else if (depth == 0 && is(walk, at, ",") && !check_relation(walk, at + 1))
			return false;
	}
	return true;
}

/* A schema of the warehouse that holds records, or what is not released yet. */
static bool is_closed_schema(const char *name)
{
	static const char *const schemas[] = { "etl",    "engine",  "stage",
					       "fact",   "cube",    "drop",
					       "report", "release", "information_schema",
					       NULL };
	return g_strv_contains(schemas, name);
}

static bool check_name(Walk *walk, guint n)
{
	const Token *token = token_at(walk, n);
	bool qualified = is(walk, n + 1, ".");
	if (qualified && is_closed_schema(token->text))
		return say(
		    walk, n,
		    g_strdup_printf("names '%s.%s'", token->text, token_at(walk, n + 2)->text));
	if (is(walk, n + 1, "(") && g_strv_contains(functions, token->text))
		return say(walk, n, g_strdup_printf("calls '%s'", token->text));
	return !begins_from(walk, n) || check_list(walk, n);
}

static bool check_text(Walk *walk, guint n)
{
	const char *shape = public_words_shape(token_at(walk, n)->text, false);
	return shape == NULL || say(walk, n, g_strdup_printf("holds %s", shape));
}

bool public_sql_fault(const char *sql, PublicSqlFault *ret_fault)
{
	g_autoptr(GArray) tokens = scan(sql);
	g_autoptr(GHashTable) common = g_hash_table_new(g_str_hash, g_str_equal);
	Walk walk = { tokens, common, ret_fault };
	find_common(&walk);
	for (guint n = 0; n < tokens->len; n++) {
		TokenKind kind = token_at(&walk, n)->kind;
		if ((kind == TOKEN_NAME && !check_name(&walk, n)) ||
		    (kind == TOKEN_TEXT && !check_text(&walk, n)))
			return true;
	}
	return false;
}

void public_sql_fault_clear(PublicSqlFault *fault)
{
	g_free(fault->what);
	fault->what = NULL;
}
