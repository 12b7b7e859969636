#include "reports/audit/audit_strict.h"

#include <string.h>

#include "reports/audit/audit_rule.h"

typedef struct {
	AuditPackage *package;
	const AuditBook *book;
	GPtrArray *places;
	GPtrArray *parts;     /* of char*: all of the package */
	GHashTable *defaults; /* extension → content type */
	GHashTable *types;    /* part → content type */
	GHashTable *reached;  /* parts that a relation leads to */
	GHashTable *ids;      /* of tables, and of sheets */
	guint strings, formats, fonts, fills, borders, styles;
} Strict;

/* ── content types ── */

static void type_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	Strict *strict = data;
	bool is_default = strcmp(name, "Default") == 0;
	const char *key = audit_attribute(attributes, is_default ? "Extension" : "PartName");
	const char *type = audit_attribute(attributes, "ContentType");
	if (strcmp(name, "Types") == 0)
		return;
	if (key == NULL || type == NULL || (!is_default && key[0] != '/'))
		audit_blame_part(strict->places, "[Content_Types].xml", "<%s> names no part", name);
	else if (!g_hash_table_insert(is_default ? strict->defaults : strict->types,
				      g_strdup(is_default ? key : key + 1), g_strdup(type)))
		audit_blame_part(strict->places, "[Content_Types].xml", "'%s' has two types", key);
}

static const char *type_of(const Strict *strict, const char *part)
{
	const char *type = g_hash_table_lookup(strict->types, part);
	const char *dot = strrchr(part, '.');
	return type != NULL || dot == NULL ? type : g_hash_table_lookup(strict->defaults, dot + 1);
}

/* What a part that a relation of that kind leads to must be: the end of its content type. */
static const struct {
	const char *relation, *type;
} wanted_types[] = {
	{ "officeDocument", "spreadsheetml.sheet.main+xml" },
	{ "worksheet", "spreadsheetml.worksheet+xml" },
	{ "sharedStrings", "spreadsheetml.sharedStrings+xml" },
	{ "styles", "spreadsheetml.styles+xml" },
	{ "table", "spreadsheetml.table+xml" },
	{ "drawing", "officedocument.drawing+xml" },
	{ "chart", "drawingml.chart+xml" },
	{ "theme", "officedocument.theme+xml" },
	{ "core-properties", "package.core-properties+xml" },
};

static void check_types(Strict *strict)
{
	static const char file[] = "[Content_Types].xml";
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer part = NULL;
	for (guint n = 0; n < strict->parts->len; n++) {
		const char *name = strict->parts->pdata[n];
		if (!g_hash_table_add(seen, (gpointer)(guintptr)name))
			audit_blame_part(strict->places, name, "is in the package twice");
		if (strcmp(name, file) != 0 && type_of(strict, name) == NULL)
			audit_blame_part(strict->places, name, "has no content type");
	}
	g_hash_table_iter_init(&iter, strict->types);
	while (g_hash_table_iter_next(&iter, &part, NULL)) {
		if (!g_hash_table_contains(seen, part))
			audit_blame_part(strict->places, file, "'%s' is not in the package",
					 (const char *)part);
	}
}

/* ── relations ── */

static void check_relation(Strict *strict, const char *part, const AuditRelation *relation)
{
	if (relation->id == NULL)
		audit_blame_part(strict->places, part, "a relation has no id");
	if (relation->is_external)
		return;
	if (!audit_package_has(strict->package, relation->target)) {
		audit_blame_part(strict->places, part,
				 "relation %s leads to '%s', which is not there", relation->id,
				 relation->target);
		return;
	}
	g_hash_table_add(strict->reached, g_strdup(relation->target));
	const char *type = type_of(strict, relation->target);
	for (size_t n = 0; type != NULL && n < G_N_ELEMENTS(wanted_types); n++) {
		if (strcmp(relation->type, wanted_types[n].relation) == 0 &&
		    !g_str_has_suffix(type, wanted_types[n].type))
			audit_blame_part(strict->places, part,
					 "relation %s (%s) leads to '%s' of type %s", relation->id,
					 relation->type, relation->target, type);
	}
}

/* The relations of PART ("" for the package), each checked. */
static GPtrArray *check_relations(Strict *strict, const char *part, GError **error)
{
	GPtrArray *relations = audit_package_relations(strict->package, part, error);
	for (guint n = 0; relations != NULL && n < relations->len; n++) {
		const AuditRelation *relation = relations->pdata[n];
		check_relation(strict, part[0] != '\0' ? part : "_rels/.rels", relation);
		for (guint other = 0; other < n; other++) {
			if (g_strcmp0(((AuditRelation *)relations->pdata[other])->id,
				      relation->id) == 0)
				audit_blame_part(strict->places, part,
						 "two relations are called %s", relation->id);
		}
	}
	return relations;
}

static void check_reached(const Strict *strict)
{
	for (guint n = 0; n < strict->parts->len; n++) {
		const char *part = strict->parts->pdata[n];
		if (!g_str_has_suffix(part, ".rels") && strcmp(part, "[Content_Types].xml") != 0 &&
		    !g_hash_table_contains(strict->reached, part))
			audit_blame_part(strict->places, part, "no relation leads to it");
	}
}

/* ── one part ── */

typedef struct {
	Strict *strict;
	const char *part;
	AuditOrder *order;
	const GPtrArray *relations;
	GHashTable *seen;  /* ids in this part, "KIND ID" */
	GString *text;     /* of the element at hand */
	guint row, column; /* the last cell's, from 1; 0: none */
	char *cell;        /* its address */
	bool is_shared;    /* its value is the number of a text */
	const char *list;  /* of styles: "cellXfs", "cellStyleXfs" or NULL */
} Part;

static guint64 number(const AuditAttributes *attributes, const char *name)
{
	const char *text = audit_attribute(attributes, name);
	return text != NULL ? g_ascii_strtoull(text, NULL, 10) : 0;
}

static void blame(const Part *part, const char *what, const char *name)
{
	audit_blame_part(part->strict->places, part->part, "%s: %s", what,
			 name != NULL ? name : "none");
}

/* Faults where ID of KIND has been in the part before. */
static void once(Part *part, GHashTable *seen, const char *kind, const char *id)
{
	if (id == NULL || !g_hash_table_add(seen, g_strdup_printf("%s %s", kind, id)))
		blame(part, kind, id != NULL ? id : "no id");
}

static void resolves(const Part *part, const AuditAttributes *attributes, const char *type)
{
	const char *id = audit_attribute(attributes, "id");
	const AuditRelation *relation = audit_relation(part->relations, id);
	if (relation == NULL || (type != NULL && strcmp(relation->type, type) != 0))
		blame(part, "an id that is no relation of the part", id);
}

static void start_cell(Part *part, const AuditAttributes *attributes)
{
	const char *name = audit_attribute(attributes, "r");
	const char *type = audit_attribute(attributes, "t");
	guint row = 0, column = 0;
	g_free(part->cell);
	part->cell = g_strdup(name != NULL ? name : "?");
	part->is_shared = g_strcmp0(type, "s") == 0;
	if (name == NULL || !audit_cell_read(name, &row, &column) || row + 1 != part->row ||
	    column + 1 <= part->column)
		blame(part, "a cell out of order", name);
	part->column = column + 1;
	if (number(attributes, "s") >= part->strict->formats)
		blame(part, "a cell of a style that is not there", name);
}

static void start_row(Part *part, const AuditAttributes *attributes)
{
	guint row = (guint)number(attributes, "r");
	if (row <= part->row)
		blame(part, "a row out of order", audit_attribute(attributes, "r"));
	part->row = row;
	part->column = 0;
}

static void start_format(const Part *part, const AuditAttributes *attributes)
{
	const Strict *strict = part->strict;
	if (number(attributes, "fontId") >= strict->fonts ||
	    number(attributes, "fillId") >= strict->fills ||
	    number(attributes, "borderId") >= strict->borders ||
	    (strcmp(part->list, "cellXfs") == 0 && number(attributes, "xfId") >= strict->styles))
		blame(part, "a format of parts that are not there", part->list);
}

/* What elements point to. */
static void start_pointer(Part *part, const char *name, const AuditAttributes *attributes)
{
	Strict *strict = part->strict;
	const char *id = audit_attribute(attributes, "id");
	if (strcmp(name, "sheet") == 0) {
		once(part, part->seen, "a second sheet of one id",
		     audit_attribute(attributes, "sheetId"));
		resolves(part, attributes, NULL);
	} else if (strcmp(name, "tablePart") == 0) {
		resolves(part, attributes, "table");
	} else if (strcmp(name, "drawing") == 0) {
		resolves(part, attributes, "drawing");
	} else if (strcmp(name, "table") == 0) {
		once(part, strict->ids, "a second table of one id", id);
	} else if (strcmp(name, "tableColumn") == 0) {
		once(part, part->seen, "a second column of one id", id);
	} else if (strcmp(name, "cNvPr") == 0) {
		once(part, part->seen, "a second drawing of one id", id);
	} else if (strcmp(name, "chart") == 0 && id != NULL) {
		resolves(part, attributes, "chart");
	} else if (strcmp(name, "hyperlink") == 0) {
		if (id != NULL)
			resolves(part, attributes, "hyperlink");
		else if (audit_attribute(attributes, "location") == NULL)
			blame(part, "a link to nowhere", audit_attribute(attributes, "ref"));
	} else if (strcmp(name, "xf") == 0 && part->list != NULL) {
		start_format(part, attributes);
	}
}

/* The program's own names begin with a word of theirs, and stand once a sheet. */
static void start_name(Part *part, const char *name)
{
	if (name != NULL && g_str_has_prefix(name, "_xlnm."))
		return;
	once(part, part->seen, "a second name", name);
	if (!audit_strict_is_name(name))
		blame(part, "no name for a range", name);
}

static void part_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	Part *part = data;
	audit_order_start(part->order, name, attributes);
	g_string_truncate(part->text, 0);
	bool in_sheet = strstr(part->part, "/worksheets/") != NULL;
	if (in_sheet && strcmp(name, "row") == 0)
		start_row(part, attributes);
	else if (in_sheet && strcmp(name, "c") == 0)
		start_cell(part, attributes);
	else
		start_pointer(part, name, attributes);
	if (strcmp(name, "cellXfs") == 0 || strcmp(name, "cellStyleXfs") == 0)
		part->list = strcmp(name, "cellXfs") == 0 ? "cellXfs" : "cellStyleXfs";
	if (strcmp(name, "definedName") == 0)
		start_name(part, audit_attribute(attributes, "name"));
}

static void part_end(gpointer data, const char *name)
{
	Part *part = data;
	const Strict *strict = part->strict;
	audit_order_end(part->order, name);
	bool in_chart = strstr(part->part, "/charts/") != NULL;
	if (part->is_shared && strcmp(name, "v") == 0 && !in_chart &&
	    g_ascii_strtoull(part->text->str, NULL, 10) >= strict->strings)
		blame(part, "a text that is not there, of cell", part->cell);
	if ((strcmp(name, "definedName") == 0 || (in_chart && strcmp(name, "f") == 0)) &&
	    !audit_strict_is_range(strict->book, part->text->str))
		blame(part, "no cells of a sheet", part->text->str);
	if (strcmp(name, "cellXfs") == 0 || strcmp(name, "cellStyleXfs") == 0)
		part->list = NULL;
	g_string_truncate(part->text, 0);
}

static void part_text(gpointer data, const char *text, gsize length)
{
	g_string_append_len(((Part *)data)->text, text, (gssize)length);
}

static bool check_part(Strict *strict, const char *name, GError **error)
{
	static const AuditReader reader = { part_start, part_end, part_text };
	g_autoptr(GPtrArray) relations = check_relations(strict, name, error);
	g_autoptr(AuditOrder) order = audit_order_new(name, strict->places);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	Part part = { .strict = strict,
		      .part = name,
		      .order = order,
		      .relations = relations,
		      .seen = seen,
		      .text = text };
	bool good =
	    relations != NULL && audit_package_read(strict->package, name, &reader, &part, error);
	g_free(part.cell);
	return good;
}

/* ── how much there is ── */

typedef struct {
	Strict *strict;
	guint *at; /* what is being counted */
	guint depth, from;
} Counting;

static void count_start(gpointer data, const char *name,
			const AuditAttributes *attributes G_GNUC_UNUSED)
{
	Counting *counting = data;
	Strict *strict = counting->strict;
	const struct {
		const char *name;
		guint *at;
	} lists[] = { { "sst", &strict->strings },     { "cellXfs", &strict->formats },
		      { "fonts", &strict->fonts },     { "fills", &strict->fills },
		      { "borders", &strict->borders }, { "cellStyleXfs", &strict->styles } };
	counting->depth++;
	if (counting->at != NULL && counting->depth == counting->from + 1)
		(*counting->at)++;
	for (size_t n = 0; counting->at == NULL && n < G_N_ELEMENTS(lists); n++) {
		if (strcmp(name, lists[n].name) == 0) {
			counting->at = lists[n].at;
			counting->from = counting->depth;
		}
	}
}

static void count_end(gpointer data, const char *name G_GNUC_UNUSED)
{
	Counting *counting = data;
	if (counting->at != NULL && counting->depth == counting->from)
		counting->at = NULL;
	counting->depth--;
}

static bool count_parts(Strict *strict, GError **error)
{
	static const AuditReader reader = { .start = count_start, .end = count_end };
	for (guint n = 0; n < strict->parts->len; n++) {
		const char *part = strict->parts->pdata[n];
		Counting counting = { .strict = strict };
		if ((g_str_has_suffix(part, "/styles.xml") ||
		     g_str_has_suffix(part, "/sharedStrings.xml")) &&
		    !audit_package_read(strict->package, part, &reader, &counting, error))
			return false;
	}
	return true;
}

/* ── the whole ── */

static bool check_package(Strict *strict, GError **error)
{
	static const AuditReader types = { .start = type_start };
	if (!audit_package_read(strict->package, "[Content_Types].xml", &types, strict, error) ||
	    !count_parts(strict, error))
		return false;
	check_types(strict);
	g_autoptr(GPtrArray) root = check_relations(strict, "", error);
	if (root == NULL)
		return false;
	for (guint n = 0; n < strict->parts->len; n++) {
		const char *part = strict->parts->pdata[n];
		if (g_str_has_suffix(part, ".xml") && strcmp(part, "[Content_Types].xml") != 0 &&
		    !check_part(strict, part, error))
			return false;
	}
	check_reached(strict);
	return true;
}

bool audit_strict(const char *path, const AuditBook *book, GPtrArray *places, GError **error)
{
	g_autoptr(AuditPackage) package = audit_package_open(path, error);
	if (package == NULL)
		return false;
	g_autoptr(GPtrArray) parts = audit_package_parts(package);
	g_autoptr(GHashTable) defaults =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GHashTable) types =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GHashTable) reached =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Strict strict = { .package = package,
			  .book = book,
			  .places = places,
			  .parts = parts,
			  .defaults = defaults,
			  .types = types,
			  .reached = reached,
			  .ids = ids };
	if (!check_package(&strict, error))
		return false;
	audit_strict_tables(book, places);
	return true;
}
