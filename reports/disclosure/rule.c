#include "reports/disclosure/rule.h"

#include <string.h>

#include "core/config/problem.h"
#include "reports/disclosure/jitter.h"

static const char *const keys[] = { "threshold",    "width",       "zeros", "zero-one-in",
				    "whole-row",    "stations",    "cases", "decoy-below",
				    "decoy-one-in", "contributor", "guess", NULL };
static const char *const zeros_words[] = {
	[ZEROS_SOME] = "some", [ZEROS_PUBLISHED] = "published", [ZEROS_WITHHELD] = "withheld", NULL
};

/* Fields of a cell's key after the measure: "measure|place|kind|first|last"; what comes after them
 * says which of several versions it is. */
static const char *const dimensions[] = { "place", "kind", "period", NULL };
enum { PLACE = 1, FIRST = 3, LAST, FIELDS };

/* How many times less often a figure that readers want is a decoy. */
static const double WANTED_LESS = 2;

void rules_free(ProtectRules *rules)
{
	if (rules == NULL)
		return;
	g_strfreev(rules->whole_row);
	g_clear_pointer(&rules->key, g_bytes_unref);
	g_free(rules);
}

/* ── reading ── */

typedef struct {
	Problems *problems;
	const YamlDocument *document;
	const YamlNode *root;
} Reader;

static const YamlNode *find(const Reader *reader, const char *key)
{
	const YamlNode *node = yaml_find(reader->root, key);
	if (node == NULL)
		problems_add(reader->problems, reader->document, NULL,
			     "every number of the rule is written in this file", "no '%s'", key);
	return node;
}

static gint64 read_number(const Reader *reader, const char *key, gint64 least)
{
	const YamlNode *node = find(reader, key);
	const char *text = yaml_text(node);
	gint64 number = least;
	if (node != NULL &&
	    (text == NULL || !g_ascii_string_to_signed(text, 10, least, 1000000, &number, NULL)))
		problems_add(reader->problems, reader->document, node, NULL,
			     "'%s' must be a whole number from %" G_GINT64_FORMAT " to 1000000",
			     key, least);
	return number;
}

/* 0, or from above the margin to 100. */
static gint64 read_percent(const Reader *reader, const char *key)
{
	gint64 percent = read_number(reader, key, 0);
	const YamlNode *node = yaml_find(reader->root, key);
	if (node != NULL && percent != 0 && (percent <= GUESS_MARGIN || percent > 100))
		problems_add(reader->problems, reader->document, node, NULL,
			     "'%s' is a share in percent, from %d to 100, or 0 for no such rule",
			     key, GUESS_MARGIN + 1);
	return percent;
}

static bool read_choice(const Reader *reader, const char *key, const char *yes, const char *no)
{
	const YamlNode *node = find(reader, key);
	const char *text = yaml_text(node);
	if (node != NULL && g_strcmp0(text, yes) != 0 && g_strcmp0(text, no) != 0)
		problems_add(reader->problems, reader->document, node, NULL,
			     "'%s' must be '%s' or '%s'", key, yes, no);
	return g_strcmp0(text, yes) == 0;
}

static Zeros read_zeros(const Reader *reader)
{
	const YamlNode *node = find(reader, "zeros");
	const char *text = yaml_text(node);
	for (guint n = 0; text != NULL && zeros_words[n] != NULL; n++)
		if (strcmp(text, zeros_words[n]) == 0)
			return (Zeros)n;
	if (node != NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "'zeros' must be 'some', 'published' or 'withheld'");
	return ZEROS_SOME;
}

static char **read_dimensions(const Reader *reader, const char *key)
{
	const YamlNode *node = find(reader, key);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	if (node != NULL && yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node, "write for example: [kind]",
			     "'%s' must be a list", key);
	bool is_list = node != NULL && yaml_kind(node) == YAML_KIND_SEQUENCE;
	for (size_t n = 0; is_list && n < yaml_count(node); n++) {
		const char *name = yaml_text(yaml_item(node, n));
		if (name == NULL || !g_strv_contains(dimensions, name))
			problems_add(reader->problems, reader->document, yaml_item(node, n), NULL,
				     "'%s': rows are by place, kind or period", key);
		else
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_steal(names, NULL);
}

static ProtectRules *read_rules(const YamlDocument *document, GError **error)
{
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(ProtectRules) rules = g_new0(ProtectRules, 1);
	Reader reader = { problems, document, yaml_root(document) };
	if (reader.root == NULL)
		problems_add(problems, document, NULL, NULL, "no rule in it");
	else if (problems_check_keys(problems, document, reader.root, "the rule", keys)) {
		rules->threshold = read_number(&reader, "threshold", 2);
		rules->width = read_number(&reader, "width", 1);
		rules->zeros = read_zeros(&reader);
		rules->zero_in = read_number(&reader, "zero-one-in", 0);
		rules->whole_row = read_dimensions(&reader, "whole-row");
		rules->stations = read_number(&reader, "stations", 0);
		rules->cases = read_number(&reader, "cases", 0);
		rules->decoy_below = read_number(&reader, "decoy-below", 0);
		rules->decoy_in = read_number(&reader, "decoy-one-in", 0);
		rules->guess = read_percent(&reader, "guess");
		rules->contributor = read_choice(&reader, "contributor", "known", "unknown");
	}
	return problems_end(problems, error) ? g_steal_pointer(&rules) : NULL;
}

ProtectRules *rules_read(const char *path, GError **error)
{
	g_autoptr(YamlDocument) document = yaml_read(path, error);
	return document != NULL ? read_rules(document, error) : NULL;
}

ProtectRules *rules_parse(const char *text, const char *name, GError **error)
{
	g_autoptr(YamlDocument) document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? read_rules(document, error) : NULL;
}

/* ── applying ── */

static bool name_rule(const ProtectRules *rules, StoreCell *cell, const char *rule)
{
	if (cell->rule != NULL || cell->state == CELL_UNPUBLISHED)
		return false;
	cell->rule = rule;
	cell->width = rules->width;
	return true;
}

static bool is_small(const ProtectRules *rules, const StoreCell *cell)
{
	return cell->value < rules->threshold &&
	       (cell->value > 0 || rules->zeros == ZEROS_WITHHELD);
}

static bool may_be_decoy(const StoreCell *cell)
{
	return cell->state == CELL_PUBLISHED && !cell->forced;
}

/* A figure of 5 to 8 that is hidden says of every other hidden one that it need not be below 5,
 * also to who has this programme. Whether it is one hangs on its key alone, so that it is one in
 * every release. */
static bool is_decoy(const ProtectRules *rules, const StoreCell *cell, double less)
{
	if (rules->key == NULL || rules->decoy_in == 0 || !may_be_decoy(cell))
		return false;
	return cell->value >= rules->threshold && cell->value < rules->decoy_below &&
	       cost_jitter(rules->key, RULE_DECOY, cell->key) * (double)rules->decoy_in * less < 1;
}

/* By cell: it is a part of a total of 0 in some table, which tells it. Transfer full. */
static bool *said_zeros(const Store *store)
{
	bool *said = g_new0(bool, store->cells->len + 1);
	for (bool again = true; again;) {
		again = false;
		for (guint n = 0; n < store->equations->len; n++) {
			const StoreEquation *equation = store->equations->pdata[n];
			const StoreTerm *total = store_sum(equation);
			const StoreCell *of = total != NULL ? store_cell(store, total->cell) : NULL;
			if (of == NULL || of->value != 0 ||
			    (of->state == CELL_UNPUBLISHED && !said[total->cell]))
				continue;
			for (guint t = 0; t < equation->terms->len; t++) {
				guint part = g_array_index(equation->terms, StoreTerm, t).cell;
				bool new = part != total->cell && !said[part];
				said[part] = said[part] || new;
				again = again || new;
			}
		}
	}
	return said;
}

/* A 0 that is hidden says of every other hidden figure that it may be 0. One that is a part of a
 * total of 0 is not chosen: the total says it, and is chosen in its place or not. */
static guint apply_zeros(const ProtectRules *rules, Store *store, bool wanted, double less)
{
	guint named = 0;
	if (rules->zeros != ZEROS_SOME || rules->key == NULL || rules->zero_in == 0)
		return 0;
	g_autofree bool *said = said_zeros(store);
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->value == 0 && (cell->wanted || !wanted) && may_be_decoy(cell) &&
		    !said[n] &&
		    cost_jitter(rules->key, "zero", cell->key) * (double)rules->zero_in * less < 1)
			named += name_rule(rules, cell, RULE_DECOY);
	}
	return named;
}

/* In which one dimension the cells of EQUATION differ; NULL: in more, or keys are of other kinds.
 */
static const char *row_dimension(const Store *store, const StoreEquation *equation)
{
	const char *found = NULL;
	const StoreTerm *terms = (const StoreTerm *)(void *)equation->terms->data;
	g_auto(GStrv) first = g_strsplit(store_cell(store, terms[0].cell)->key, "|", -1);
	bool differs[FIELDS] = { false };
	for (guint n = 1; n < equation->terms->len; n++) {
		g_auto(GStrv) key = g_strsplit(store_cell(store, terms[n].cell)->key, "|", -1);
		if (g_strv_length(first) < FIELDS || g_strv_length(key) < FIELDS)
			return NULL;
		for (int field = 0; field < FIELDS; field++)
			differs[field] = differs[field] || strcmp(key[field], first[field]) != 0;
	}
	differs[FIRST] = differs[FIRST] || differs[LAST];
	for (int field = PLACE; field <= FIRST; field++) {
		if (differs[field] && found != NULL)
			return NULL;
		if (differs[field])
			found = dimensions[field - PLACE];
	}
	return differs[0] ? NULL : found;
}

/* The one cell that has all of a row's cases, where EQUATION is total = part + part …; or NULL. */
static StoreCell *whole_of_row(const Store *store, const StoreEquation *equation)
{
	guint filled = 0;
	StoreCell *whole = NULL;
	const StoreTerm *total = store_sum(equation);
	for (guint n = 0; total != NULL && n < equation->terms->len; n++) {
		const StoreTerm *term = &g_array_index(equation->terms, StoreTerm, n);
		StoreCell *cell = store_cell(store, term->cell);
		if (term == total || cell->value == 0)
			continue;
		filled++;
		whole = cell;
	}
	return filled == 1 && equation->terms->len > 2 ? whole : NULL;
}

static guint apply_rows(const ProtectRules *rules, Store *store)
{
	guint named = 0;
	bool any = rules->whole_row != NULL && *rules->whole_row != NULL;
	for (guint n = 0; any && n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		StoreCell *whole = whole_of_row(store, equation);
		const char *dimension = whole != NULL ? row_dimension(store, equation) : NULL;
		if (dimension != NULL &&
		    g_strv_contains((const char *const *)rules->whole_row, dimension))
			named += name_rule(rules, whole, RULE_WHOLE_ROW);
	}
	return named;
}

static guint apply_fact(const ProtectRules *rules, StoreCell *cell, const RuleFact *fact)
{
	guint named = 0;
	if (cell->value == 0)
		return 0;
	if (fact->stations >= 0 && fact->stations < rules->stations)
		named += name_rule(rules, cell, RULE_STATION);
	bool few = fact->cases >= 0 && fact->cases < rules->cases;
	bool one =
	    rules->cases > 0 && fact->largest > 1 && cell->value - fact->largest < rules->threshold;
	if (few || one)
		named += name_rule(rules, cell, RULE_CASE);
	return named;
}

guint rules_apply(const ProtectRules *rules, Store *store, const RuleFact *facts, guint count)
{
	guint named = 0;
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (is_small(rules, cell))
			named += name_rule(rules, cell, RULE_SMALL);
	}
	named += apply_rows(rules, store);
	for (guint n = 0; n < count; n++)
		named += apply_fact(rules, store_cell(store, facts[n].cell), &facts[n]);
	/* last, since what only the key chose may be printed where nothing protects it */
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (is_decoy(rules, cell, 1))
			named += name_rule(rules, cell, RULE_DECOY);
	}
	return named + apply_zeros(rules, store, false, 1);
}

guint rules_choose_wanted(const ProtectRules *rules, Store *store)
{
	guint named = 0;
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->wanted && is_decoy(rules, cell, WANTED_LESS))
			named += name_rule(rules, cell, RULE_DECOY);
	}
	return named + apply_zeros(rules, store, true, WANTED_LESS);
}

gint64 rules_least(const ProtectRules *rules, const StoreCell *cell)
{
	gint64 least = rules->zeros == ZEROS_PUBLISHED && cell->state != CELL_UNPUBLISHED ? 1 : 0;
	return MAX(cell->least, least);
}
