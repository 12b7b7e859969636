/* The entries of a dataset's add, read and checked without a database. */
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/template/template_measure.h"

static const struct {
	const char *key;
	DatumType type;
	bool any; /* a value of any type */
} roles[DERIVE_ROLES] = {
	[DERIVE_OF] = { "of", DATUM_NUMBER, false },
	[DERIVE_OVER] = { "over", DATUM_NUMBER, false },
	[DERIVE_CAUSE] = { "cause", DATUM_TEXT, false },
	[DERIVE_SINCE] = { "since", DATUM_NUMBER, false },
	[DERIVE_FOLLOWED] = { "followed", DATUM_NUMBER, false },
	[DERIVE_LEAVE_OUT] = { "leave-out", DATUM_BOOL, false },
	[DERIVE_MEAN] = { "mean", DATUM_NUMBER, false },
	[DERIVE_RANGE] = { "range", DATUM_NUMBER, false },
	[DERIVE_SEASON] = { "season", DATUM_NUMBER, false },
	[DERIVE_BY] = { "by", DATUM_TEXT, true },
};

const TemplateKey template_add_keys[] = {
	{ .name = "method", .kind = KEY_WORD, .needed = true },
	{ .name = "of", .kind = KEY_WORD, .needed = true },
	{ .name = "over", .kind = KEY_WORD },
	{ .name = "cause", .kind = KEY_WORD },
	{ .name = "since", .kind = KEY_WORD },
	{ .name = "followed", .kind = KEY_WORD },
	{ .name = "leave-out", .kind = KEY_WORD },
	{ .name = "mean", .kind = KEY_WORD },
	{ .name = "range", .kind = KEY_WORD },
	{ .name = "season", .kind = KEY_WORD },
	{ .name = "by", .kind = KEY_WORD },
	{ .name = "event", .kind = KEY_WORD },
	{ .name = "per", .kind = KEY_WORD },
	{ .name = "measure", .kind = KEY_WORD },
	{ .name = "as", .kind = KEY_WORD },
	{ 0 },
};

/* ── columns that it reads ── */

/* Whether the query declares the column NAME as whole numbers. */
static bool is_whole(const TemplateDataset *dataset, const char *name)
{
	int at = columns_find(dataset->columns, name, NULL);
	const SqlColumn *column = at >= 0 ? g_ptr_array_index(dataset->columns, (guint)at) : NULL;
	return column != NULL &&
	       (strcmp(column->type, "bigint") == 0 || strcmp(column->type, "integer") == 0 ||
		strcmp(column->type, "smallint") == 0);
}

static void read_role(TemplateReader *reader, const YamlNode *node, const char *where,
		      DeriveRole role, const TemplateDataset *dataset, Derivation *derivation)
{
	TemplateField field = { 0 };
	g_autofree char *what = g_strdup_printf("%s: %s", where, roles[role].key);
	if (reader_field(reader, node, dataset, what, &field)) {
		if (!roles[role].any && field.type != roles[role].type)
			problems_add(reader->problems, reader->document, node, NULL,
				     "%s: '%s' is a %s, not a %s", what, field.name,
				     datum_type_name(field.type),
				     datum_type_name(roles[role].type));
		derivation->roles[role] = g_strdup(field.name);
	}
	if (role == DERIVE_OF && derivation->roles[role] != NULL)
		derivation->counts = is_whole(dataset, derivation->roles[role]);
	template_field_clear(&field);
}

static void read_roles(TemplateReader *reader, const YamlNode *node, const char *where,
		       const TemplateDataset *dataset, Derivation *derivation)
{
	const DeriveMethod *method = derivation->method;
	unsigned takes = method->needs | method->takes | DERIVE_TAKES(DERIVE_BY);
	for (int role = 0; role < DERIVE_ROLES; role++) {
		const YamlNode *named = yaml_find(node, roles[role].key);
		bool taken = (takes & DERIVE_TAKES(role)) != 0;
		if (named != NULL && taken)
			read_role(reader, named, where, (DeriveRole)role, dataset, derivation);
		else if (named != NULL)
			problems_add(reader->problems, reader->document, named, "take it out",
				     "%s: method '%s' has no use for '%s'", where, method->name,
				     roles[role].key);
		else if ((method->needs & DERIVE_TAKES(role)) != 0)
			problems_add(reader->problems, reader->document, node, "name a column",
				     "%s: method '%s' needs '%s'", where, method->name,
				     roles[role].key);
	}
}

/* ── the rest ── */

static void read_event(TemplateReader *reader, const YamlNode *node, const char *where,
		       Derivation *derivation)
{
	const YamlNode *event = yaml_find(node, "event");
	if (event != NULL && derivation->method->wants_event)
		derivation->event = g_strdup(reader_word(reader, event, where));
	else if ((event != NULL) != derivation->method->wants_event)
		problems_add(reader->problems, reader->document, event != NULL ? event : node, NULL,
			     "%s: method '%s' %s", where, derivation->method->name,
			     event != NULL ? "is of no event" : "needs 'event', the way of ending");
}

static void read_per(TemplateReader *reader, const YamlNode *node, const char *where,
		     Derivation *derivation)
{
	const YamlNode *per = yaml_find(node, "per");
	guint64 number = 0;
	derivation->per = 1;
	const char *text = per != NULL ? reader_word(reader, per, where) : NULL;
	if (text == NULL)
		return;
	if (!derivation->method->takes_per ||
	    !g_ascii_string_to_unsigned(text, 10, 1, 1000000000, &number, NULL))
		problems_add(reader->problems, reader->document, per,
			     derivation->method->takes_per ? "write for example per: 100000" : NULL,
			     "%s: per: '%s' %s", where, text,
			     derivation->method->takes_per ? "is no number of people"
							   : "has no use in this method");
	else
		derivation->per = (double)number;
}

static void read_prefix(TemplateReader *reader, const YamlNode *node, const char *where,
			Derivation *derivation)
{
	const YamlNode *as = yaml_find(node, "as");
	const char *name =
	    as != NULL ? reader_word(reader, as, where) : derivation->roles[DERIVE_OF];
	if (name != NULL && !g_regex_match_simple("^[a-z][a-z0-9_]{0,40}\\z", name, 0, 0))
		problems_add(reader->problems, reader->document, as, NULL,
			     "%s: as: '%s' is no name of small letters, digits and '_'", where,
			     name);
	derivation->prefix = g_strdup(name != NULL ? name : "derived");
}

static void add_columns(TemplateReader *reader, const YamlNode *node, const char *where,
			const Derivation *derivation, TemplateDataset *dataset)
{
	for (const DeriveColumn *column = derivation->method->columns; column->suffix != NULL;
	     column++) {
		SqlColumn *added = g_new0(SqlColumn, 1);
		added->name = g_strdup_printf("%s_%s", derivation->prefix, column->suffix);
		added->type = g_strdup(column->type);
		if (columns_find(dataset->columns, added->name, NULL) >= 0)
			problems_add(reader->problems, reader->document, node,
				     "give it another name, as: NAME",
				     "%s: there is a column '%s' already", where, added->name);
		g_ptr_array_add(dataset->columns, added);
	}
}

static const DeriveMethod *read_method(TemplateReader *reader, const YamlNode *node,
				       const char *where)
{
	const YamlNode *named = yaml_find(node, "method");
	g_autoptr(GPtrArray) names = derive_method_names();
	if (named == NULL) {
		problems_add(reader->problems, reader->document, node, NULL, "%s has no method",
			     where);
		return NULL;
	}
	g_autofree char *what = g_strdup_printf("%s: method", where);
	const char *name =
	    reader_choice(reader, named, what, (const char *const *)(gpointer)names->pdata);
	return name != NULL ? derive_method(name) : NULL;
}

static void read_derivation(TemplateReader *reader, const YamlNode *node, const char *where,
			    TemplateDataset *dataset)
{
	if (!reader_keys(reader, node, where, template_add_keys))
		return;
	const DeriveMethod *method = read_method(reader, node, where);
	if (method == NULL)
		return;
	Derivation *derivation = g_new0(Derivation, 1);
	const YamlNode *measure = yaml_find(node, "measure");
	g_ptr_array_add(dataset->derivations, derivation);
	derivation->method = method;
	derivation->first = dataset->columns->len;
	derivation->measure = measure != NULL ? reader_measure(reader, measure, where) : NULL;
	read_roles(reader, node, where, dataset, derivation);
	read_event(reader, node, where, derivation);
	read_per(reader, node, where, derivation);
	read_prefix(reader, node, where, derivation);
	add_columns(reader, node, where, derivation, dataset);
	reader_check_derivation(reader, node, where, dataset, derivation);
}

void derivations_read(TemplateReader *reader, const YamlNode *node, const char *where,
		      TemplateDataset *dataset)
{
	g_autofree char *what = g_strdup_printf("%s: add", where);
	if (node == NULL)
		return;
	if (yaml_kind(node) != YAML_KIND_SEQUENCE)
		problems_add(reader->problems, reader->document, node,
			     "write for example: add: [{method: xmr, of: cases}]",
			     "%s must be a list of derivations", what);
	for (size_t n = 0; n < yaml_count(node) && yaml_kind(node) == YAML_KIND_SEQUENCE; n++)
		read_derivation(reader, yaml_item(node, n), what, dataset);
}
