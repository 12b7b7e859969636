/* Holds every embedded statement to its header comment on the real schema. */
#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/drop/drop.h"
#include "etl/fact/cubes.h"
#include "reports/trace/trace_rule.h"
#include "tests/support/kit.h"
#include "tests/support/program.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
	Database *db;
	GString *faults;
	int described;
} Contract;

static bool is_sql(const SqlText *file)
{
	return g_str_has_suffix(file->path, ".sql");
}

static bool is_script(const SqlText *file)
{
	g_autofree char *kind = sqltext_header(file->text, "kind");
	return g_strcmp0(kind, "script") == 0 || g_strcmp0(kind, "frame") == 0 ||
	       g_strcmp0(kind, "marked") == 0;
}

/* ── the two sides as text: "name type, name type" or "none" ── */
static void add_column(GString *list, const char *name, const char *type)
{
	g_string_append_printf(list, "%s%s %s", list->len > 0 ? ", " : "", name, type);
}

static char *list_end(GString *list)
{
	if (list->len == 0)
		g_string_append(list, "none");
	return g_string_free(list, FALSE);
}

static char *described_columns(const DatabaseDescription *description)
{
	GString *list = g_string_new(NULL);
	for (guint n = 0; n < description->columns->len; n++) {
		const DatabaseColumn *column = g_ptr_array_index(description->columns, n);
		add_column(list, column->name, column->type);
	}
	return list_end(list);
}

/* Parameters have no names on the server: those of the header are lent to them. */
static char *described_parameters(const DatabaseDescription *description, const GPtrArray *header)
{
	GString *list = g_string_new(NULL);
	for (guint n = 0; n < description->parameters->len; n++) {
		const SqlColumn *named = n < header->len ? g_ptr_array_index(header, n) : NULL;
		g_autofree char *name =
		    g_strdup_printf("$%u %s", n + 1, named != NULL ? named->name : "?");
		add_column(list, name, g_ptr_array_index(description->parameters, n));
	}
	return list_end(list);
}

/* The header's value with single spaces; "(no such line)" when it is missing. */
static char *header_list(const SqlText *file, const char *header)
{
	g_autofree char *value = sqltext_header(file->text, header);
	if (value == NULL)
		return g_strdup("(no such line)");
	g_autoptr(GRegex) space = g_regex_new("\\s+", 0, 0, NULL);
	return g_regex_replace_literal(space, value, -1, 0, " ", 0, NULL);
}

static void compare(Contract *contract, const SqlText *file, const char *header,
		    const char *described)
{
	g_autofree char *written = header_list(file, header);
	if (strcmp(written, described) != 0)
		g_string_append_printf(contract->faults,
				       "\nsql/%s: %s\n  header:   %s\n  database: %s", file->path,
				       header, written, described);
}

static void describe(Contract *contract, const SqlText *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DatabaseDescription) description =
	    database_describe(contract->db, file->text, &error);
	contract->described++;
	if (description == NULL) {
		g_string_append_printf(contract->faults, "\n%s", error->message);
		return;
	}
	g_autoptr(GPtrArray) named = sqltext_columns(file->text, "parameters");
	g_autofree char *parameters = described_parameters(description, named);
	g_autofree char *columns = described_columns(description);
	compare(contract, file, "parameters", parameters);
	compare(contract, file, "returns", columns);
}

/* ── walks ── */
/* Statements of other databases than the warehouse: the demonstration's and the sources'. */
static bool is_elsewhere(const SqlText *file)
{
	return g_str_has_prefix(file->path, "demo/") || g_str_has_prefix(file->path, "sources/");
}

static bool visit_warehouse(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	if (is_sql(file) && !is_script(file) && !is_elsewhere(file))
		describe(payload, file);
	return true;
}

static bool visit_statement(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	if (is_sql(file) && !is_script(file))
		describe(payload, file);
	return true;
}

static void hold(Database *db, const char *prefix, SqlTextVisit visit)
{
	Contract contract = { .db = db, .faults = g_string_new(NULL) };
	sqltext_each(prefix, visit, &contract, NULL);
	cr_expect(contract.described > 0, "no statement under '%s' was described", prefix);
	cr_expect(contract.faults->len == 0, "%s", contract.faults->str);
	g_string_free(contract.faults, TRUE);
}

Test(contract, statements_of_the_warehouse_are_as_their_headers_say)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	/* reports read cubes, which are tables of files and not of migrations */
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	hold(db, "", visit_warehouse);
}

/* A statement that a trace line makes can be prepared, with the dataset's parameters first. */
static void describe_trace(Contract *contract, const SqlText *file, const TraceRule *rule,
			   const TraceStatement *statement)
{
	g_autoptr(GError) error = NULL;
	if (statement == NULL)
		return;
	g_autoptr(DatabaseDescription) made =
	    database_describe(contract->db, statement->sql, &error);
	contract->described++;
	if (made == NULL)
		g_string_append_printf(contract->faults, "\nsql/%s, trace of %s: %s", file->path,
				       rule->column, error->message);
}

static bool visit_traced(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	Contract *contract = payload;
	g_autoptr(TraceRules) rules = trace_rules_read(file->text);
	for (guint n = 0; n < rules->faults->len; n++)
		g_string_append_printf(contract->faults, "\nsql/%s: no trace line: %s", file->path,
				       (char *)rules->faults->pdata[n]);
	for (guint n = 0; n < rules->rules->len; n++) {
		const TraceRule *rule = g_ptr_array_index(rules->rules, n);
		g_autoptr(TraceStatement) cells = trace_rule_cells(rules, rule, true);
		g_autoptr(TraceStatement) records = trace_rule_records(rules, rule, true);
		describe_trace(contract, file, rule, cells);
		describe_trace(contract, file, rule, records);
	}
	return true;
}

Test(contract, trace_lines_of_datasets_are_statements_of_the_warehouse)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	cr_assert(cubes_declare(db, NULL, &error), "%s", error != NULL ? error->message : "");
	hold(db, "reports/", visit_traced);
}

/* The records behind a cell are found by marking the outermost selects of its cube. */
static bool visit_marked(const SqlText *file, gpointer payload, GError **error)
{
	(void)payload;
	(void)error;
	cr_expect(strstr(file->text, "\nselect f.") != NULL,
		  "sql/%s: its outermost select does not begin a line with 'select f.'",
		  file->path);
	return true;
}

Test(contract, cubes_name_their_fact_f_in_the_outermost_select)
{
	sqltext_each("cubes/", visit_marked, NULL, NULL);
}

Test(contract, the_demo_and_the_mapping_of_psrms_are_as_their_headers_say_on_the_demo_schema)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = server_create(false);
	g_autoptr(Database) db = server_open(name);
	bool made = database_script(db, sqltext(SQL_DEMO_SCHEMA), &error);
	cr_assert(made, "%s", error != NULL ? error->message : "");
	hold(db, "demo/", visit_statement);
	hold(db, "sources/psrms/", visit_statement);
}

Test(contract, statements_of_the_source_kit_are_as_their_headers_say_where_it_is)
{
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	hold(db, "sources/kit/", visit_statement);
}

/* A folder with files of a header only, named as NAMES says, one for each that DECLARATION
 * declares. */
static char *empty_drop(const Declaration *declaration, const char *const *names)
{
	char *folder = server_scratch();
	for (guint n = 0; n < declaration->files->len; n++) {
		const FileDeclaration *file = g_ptr_array_index(declaration->files, n);
		g_autoptr(GString) header = g_string_new(NULL);
		for (guint f = 0; f < file->fields->len; f++) {
			const FileField *field = g_ptr_array_index(file->fields, f);
			g_string_append_printf(header, "%s%s", f > 0 ? "," : "", field->name);
		}
		g_string_append_c(header, '\n');
		program_write(folder, names[n], header->str);
	}
	return folder;
}

/* Holds the mapping NAME to its headers on the raw tables that its files make. */
static void hold_drop(char *name, const char *const *files)
{
	static const guint8 key[32] = { 1 };
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = server_database();
	g_autoptr(Declaration) declaration = declaration_read(name, &error);
	g_autoptr(Pseudonym) pseudonym = pseudonym_new(key);
	cr_assert_not_null(declaration, "%s", error != NULL ? error->message : "");
	g_autofree char *folder = empty_drop(declaration, files);
	const ConfigSource source = { .name = name, .mapping = name, .folder = folder };
	cr_assert(database_exec(db,
				"insert into etl.run (kind, state, program, host, pid) "
				"values ('nightly', 'claimed', 'test', 'test', 1)",
				DATABASE_NO_PARAMS, NULL, &error));
	g_autoptr(DropScan) scan = drop_scan(&source, declaration, db, &error);
	cr_assert(scan != NULL && drop_load(db, scan, pseudonym, &error), "%s",
		  error != NULL ? error->message : "");
	/* what a source's name has to do with it is put in when it is read */
	for (guint n = 0; n < declaration->files->len; n++) {
		const FileDeclaration *file = g_ptr_array_index(declaration->files, n);
		g_autofree char *sql = g_strdup_printf("create view raw.%s as table raw.%s_%s",
						       file->name, name, file->name);
		cr_assert(database_script(db, sql, &error), "%s",
			  error != NULL ? error->message : "");
	}
	g_autofree char *prefix = g_strdup_printf("sources/%s/", name);
	hold(db, prefix, visit_statement);
}

Test(contract, the_mapping_of_cook_is_as_its_headers_say_on_its_raw_tables)
{
	static const char *const files[] = { "cook_intake_2019.csv", "cook_initiation_2019.csv",
					     "cook_dispositions_2019.csv",
					     "cook_sentencing_2019.csv" };
	static char name[] = "cook";
	hold_drop(name, files);
}

Test(contract, the_mapping_of_uk_is_as_its_headers_say_on_its_raw_tables)
{
	static const char *const files[] = { "a/2016-01-city-of-london-street.csv",
					     "a/2016-01-city-of-london-outcomes.csv" };
	static char name[] = "uk";
	hold_drop(name, files);
}

Test(contract, the_mapping_of_ncrb_is_as_its_headers_say_on_its_raw_tables)
{
	static const char *const files[] = { "ncrb2014_t5_5_5_6_women_police_court_allindia.csv",
					     "ncrb2014_t5_1_women_incidence_rate_states.csv" };
	static char name[] = "ncrb";
	hold_drop(name, files);
}

Test(contract, every_file_says_its_purpose)
{
	for (size_t n = 0; n < sqltext_table_count; n++) {
		const SqlText *file = &sqltext_table[n];
		g_autofree char *purpose = sqltext_header(file->text, "purpose");
		cr_expect(!is_sql(file) || (purpose != NULL && purpose[0] != '\0'),
			  "sql/%s says no purpose", file->path);
	}
}
