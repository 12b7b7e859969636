#include "core/config/problem.h"

#include <string.h>

#include "core/error.h"
#include "core/text.h"

typedef struct {
	const YamlDocument *document;
	guint rank; /* of the document, by its first problem */
	int line;
	int column;
	char *message;
	char *hint;
	char *via;
} Problem;

struct Problems {
	GPtrArray *documents; /* in order of their first problem, borrowed */
	GPtrArray *kept;      /* of Problem */
	size_t count;         /* of all, also past the limit */
	char *via;            /* of the problems that come, or NULL */
};

static void problem_free(gpointer data)
{
	Problem *problem = data;
	g_free(problem->message);
	g_free(problem->hint);
	g_free(problem->via);
	g_free(problem);
}

Problems *problems_new(void)
{
	Problems *problems = g_new0(Problems, 1);
	problems->documents = g_ptr_array_new();
	problems->kept = g_ptr_array_new_with_free_func(problem_free);
	return problems;
}

void problems_free(Problems *problems)
{
	if (problems == NULL)
		return;
	g_ptr_array_unref(problems->documents);
	g_ptr_array_unref(problems->kept);
	g_free(problems->via);
	g_free(problems);
}

static guint document_rank(Problems *problems, const YamlDocument *document)
{
	guint rank;
	if (g_ptr_array_find(problems->documents, document, &rank))
		return rank;
	/* the array only compares the pointers */
	g_ptr_array_add(problems->documents, (gpointer)(guintptr)document);
	return problems->documents->len - 1;
}

void problems_add_at(Problems *problems, const YamlDocument *document, int line, int column,
		     const char *hint, const char *message)
{
	if (++problems->count > PROBLEM_LIMIT)
		return;
	Problem *problem = g_new(Problem, 1);
	problem->document = document;
	problem->rank = document_rank(problems, document);
	problem->line = line;
	problem->column = column;
	problem->message = g_strdup(message);
	problem->hint = g_strdup(hint);
	problem->via = g_strdup(problems->via);
	g_ptr_array_add(problems->kept, problem);
}

void problems_add(Problems *problems, const YamlDocument *document, const YamlNode *node,
		  const char *hint, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	problems_add_at(problems, document, node != NULL ? yaml_line(node) : 1,
			node != NULL ? yaml_column(node) : 1, hint, message);
}

char *problems_set_via(Problems *problems, const char *via)
{
	char *before = g_steal_pointer(&problems->via);
	problems->via = g_strdup(via);
	return before;
}

size_t problems_count(const Problems *problems)
{
	return problems->count;
}

static int compare_position(gconstpointer left, gconstpointer right)
{
	const Problem *a = *(const Problem *const *)left;
	const Problem *b = *(const Problem *const *)right;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->line != b->line ? a->line - b->line : a->column - b->column;
}

static void append_problem(GString *message, const Problem *problem)
{
	g_autofree char *excerpt = yaml_excerpt(problem->document, problem->line, problem->column);
	g_string_append_printf(message, "%s:%d:%d: %s%s\n", yaml_name(problem->document),
			       problem->line, problem->column, problem->message, excerpt);
	if (problem->hint != NULL)
		g_string_append_printf(message, "  %s\n", problem->hint);
	if (problem->via != NULL)
		g_string_append_printf(message, "  %s\n", problem->via);
}

bool problems_end(const Problems *problems, GError **error)
{
	if (problems->count == 0)
		return true;
	/* stable: problems at the same place stay in the order in which they were found */
	g_ptr_array_sort(problems->kept, compare_position);
	g_autoptr(GString) message = g_string_new(NULL);
	for (guint n = 0; n < problems->kept->len; n++)
		append_problem(message, g_ptr_array_index(problems->kept, n));
	g_string_append_printf(message, "%zu problem%s", problems->count,
			       problems->count == 1 ? "" : "s");
	if (problems->count > PROBLEM_LIMIT)
		g_string_append_printf(message, ", of which the first %d found are shown",
				       PROBLEM_LIMIT);
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "%s", message->str);
	return false;
}

static bool is_word(const char *text)
{
	return g_regex_match_simple("^[A-Za-z_][A-Za-z0-9_-]{0,40}\\z", text, 0, 0);
}

/* What is said of a key that is not known. Transfer full. */
static char *unknown_key(const char *where, const char *name)
{
	g_autofree char *quoted = text_quote(name, -1);
	return g_strdup_printf("%s: unknown key %s", where, quoted);
}

/* The hint for NAME that is none of ALLOWED. Transfer full. */
static char *allowed_hint(const char *name, const char *const *allowed)
{
	const char *nearest = nearest_name(name, allowed);
	if (nearest != NULL)
		return g_strdup_printf("did you mean '%s'?", nearest);
	g_autoptr(GString) hint = g_string_new("known keys: ");
	for (const char *const *key = allowed; *key != NULL; key++)
		g_string_append_printf(hint, "%s%s", key == allowed ? "" : ", ", *key);
	return g_string_free(g_steal_pointer(&hint), FALSE);
}

bool problems_check_keys(Problems *problems, const YamlDocument *document, const YamlNode *node,
			 const char *where, const char *const *allowed)
{
	size_t before = problems->count;
	if (node == NULL || yaml_kind(node) != YAML_KIND_MAPPING) {
		bool empty = node == NULL || yaml_is_null(node);
		problems_add(problems, document, node, NULL, "%s must be a mapping, not %s", where,
			     empty ? "empty" : yaml_kind_name(yaml_kind(node)));
		return false;
	}
	for (size_t n = 0; n < yaml_count(node); n++) {
		const YamlNode *key = yaml_key(node, n);
		if (g_strv_contains(allowed, yaml_text(key)))
			continue;
		g_autofree char *hint = allowed_hint(yaml_text(key), allowed);
		/* of a file that is none of ours nothing is printed, and nothing more is said */
		if (!yaml_is_shown(document) && !is_word(yaml_text(key))) {
			problems_add(problems, document, key,
				     "check that the path is the one you meant",
				     "%s: what stands here is no key", where);
			break;
		}
		g_autofree char *message = unknown_key(where, yaml_text(key));
		problems_add(problems, document, key, hint, "%s", message);
	}
	return problems->count == before;
}

/* ── nearness of names ── */

static size_t least(size_t a, size_t b, size_t c)
{
	return MIN(MIN(a, b), c);
}

/* Optimal string alignment distance without regard to ASCII case: insertions,
 * deletions, substitutions and swaps of neighbours each count one. */
static size_t edit_distance(const char *left, const char *right)
{
	size_t columns = strlen(right);
	/* three rows of the table suffice: a swap looks two rows back */
	g_autofree size_t *cells = g_new0(size_t, 3 * (columns + 1));
	size_t *two_back = cells, *one_back = cells + columns + 1, *row = cells + 2 * (columns + 1);
	for (size_t c = 0; c <= columns; c++)
		one_back[c] = c;
	for (size_t r = 1; left[r - 1] != '\0'; r++) {
		char here = g_ascii_tolower(left[r - 1]);
		row[0] = r;
		for (size_t c = 1; c <= columns; c++) {
			char there = g_ascii_tolower(right[c - 1]);
			row[c] = least(one_back[c] + 1, row[c - 1] + 1,
				       one_back[c - 1] + (here != there));
			if (r > 1 && c > 1 && here == g_ascii_tolower(right[c - 2]) &&
			    there == g_ascii_tolower(left[r - 2]))
				row[c] = MIN(row[c], two_back[c - 2] + 1);
		}
		size_t *oldest = two_back;
		two_back = one_back;
		one_back = row;
		row = oldest;
	}
	return one_back[columns];
}

const char *nearest_name(const char *name, const char *const *candidates)
{
	size_t limit = MAX(strlen(name) / 3, (size_t)1);
	const char *nearest = NULL;
	for (const char *const *candidate = candidates; *candidate != NULL; candidate++) {
		size_t distance = edit_distance(name, *candidate);
		/* a distance of the whole length shares nothing with the name */
		if (distance <= limit && distance < strlen(name)) {
			nearest = *candidate;
			limit = distance > 0 ? distance - 1 : 0;
			if (distance == 0)
				break;
		}
	}
	return nearest;
}
