#include "etl/extract/reader_rights.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/source/mapping_check.h"
#include "etl/source/mapping_uses.h"

#include <string.h>

#define COLUMNS_SHOWN 12
#define READER        "shumar_extract" /* the name proposed for a role of its own */

/* Rows of etl/readable_columns.sql. */
enum { PLACE, NAME, HOLDS, ROLE, ABOVE, OWNER, GRANTEES, ALLOWED };

/* What is found in them. */
typedef struct {
	const DatabaseResult *rows;
	const Declaration *declaration;
	GHashTable *keys; /* columns that the mapping hashes */
	GString *columns; /* "psrms.firs.complainant_cnic (an identity card number), …" */
	GString *mending; /* statements */
	int count;
	bool apart; /* only a role of its own helps: this one owns the tables or is above rights */
} Rights;

static bool is_personal(const Rights *rights, int row, const char **ret_kind)
{
	const char *name = result_text(rights->rows, row, NAME);
	return forbidden_column(name, mapping_uses_type(result_text(rights->rows, row, HOLDS)),
				ret_kind) &&
	       !declaration_allows(rights->declaration, name) &&
	       !g_hash_table_contains(rights->keys, name);
}

static bool same_table(const Rights *rights, int row, int other)
{
	return other < result_rows(rights->rows) &&
	       strcmp(result_text(rights->rows, row, PLACE),
		      result_text(rights->rows, other, PLACE)) == 0;
}

static void note_column(Rights *rights, int row, const char *kind)
{
	if (rights->count++ < COLUMNS_SHOWN)
		g_string_append_printf(rights->columns, "%s%s.%s (%s)",
				       rights->columns->len > 0 ? ", " : "",
				       result_text(rights->rows, row, PLACE),
				       result_text(rights->rows, row, ALLOWED), kind);
	rights->apart |=
	    result_bool(rights->rows, row, ABOVE) || result_bool(rights->rows, row, OWNER);
}

/* The statements for the table whose rows are FIRST to before END. */
static void note_mending(Rights *rights, int first, int end)
{
	const char *place = result_text(rights->rows, first, PLACE);
	const char *grantees = result_text(rights->rows, first, GRANTEES);
	const char *role = rights->apart ? READER : result_text(rights->rows, first, ROLE);
	g_autoptr(GString) allowed = g_string_new(NULL);
	for (int row = first; row < end; row++) {
		if (!is_personal(rights, row, NULL))
			g_string_append_printf(allowed, "%s%s", allowed->len > 0 ? ", " : "",
					       result_text(rights->rows, row, ALLOWED));
	}
	if (!rights->apart)
		g_string_append_printf(rights->mending, "  revoke %s on %s from %s;\n", "select",
				       place, grantees != NULL ? grantees : role);
	if (allowed->len > 0)
		g_string_append_printf(rights->mending, "  grant select (%s) on %s to %s;\n",
				       allowed->str, place, role);
}

/* Looks at the table that begins at row FIRST; returns the row behind it. */
static int look_at_table(Rights *rights, int first, bool mend)
{
	bool personal = false;
	int end = first;
	for (; end == first || same_table(rights, first, end); end++) {
		const char *kind = NULL;
		bool here = is_personal(rights, end, &kind);
		personal |= here;
		if (here && !mend)
			note_column(rights, end, kind);
	}
	if (personal && mend)
		note_mending(rights, first, end);
	return end;
}

static void look(Rights *rights, bool mend)
{
	for (int row = 0; row < result_rows(rights->rows);)
		row = look_at_table(rights, row, mend);
}

static char *hint_of(const Rights *rights)
{
	return g_strdup_printf(
	    "%s, as the owner of the tables:\n%s%s"
	    "Where the source cannot be changed, say under 'allow: role:' of its source.yaml why.",
	    rights->apart ? "Let it be read by a role of its own that may read named columns only"
			  : "Take these rights away",
	    rights->apart ? "  create role " READER " login; -- and usage on the schemas\n" : "",
	    rights->mending->str);
}

static bool refuse(Rights *rights, const char *name, GError **error)
{
	look(rights, true);
	g_autofree char *hint = hint_of(rights);
	g_autofree char *more = rights->count > COLUMNS_SHOWN
				    ? g_strdup_printf(" and %d more", rights->count - COLUMNS_SHOWN)
				    : g_strdup("");
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  "cannot read source '%s': its role '%s' may read personal data, in %d columns: "
		  "%s%s",
		  name, result_text(rights->rows, 0, ROLE), rights->count, rights->columns->str,
		  more);
	return false;
}

bool reader_rights_check(Database *source, const char *name, const Mapping *mapping,
			 char **ret_note, GError **error)
{
	*ret_note = NULL;
	g_autoptr(DatabaseResult) rows =
	    database_query(source, sqltext(SQL_ETL_READABLE_COLUMNS), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return false;
	g_autoptr(GString) columns = g_string_new(NULL);
	g_autoptr(GString) mending = g_string_new(NULL);
	const Declaration *declaration = mapping->declaration;
	g_autoptr(GHashTable) keys = mapping_hashed_columns(mapping);
	Rights rights = { .rows = rows,
			  .declaration = declaration,
			  .keys = keys,
			  .columns = columns,
			  .mending = mending };
	look(&rights, false);
	if (rights.count == 0)
		return true;
	if (declaration->role_reason == NULL)
		return refuse(&rights, name, error);
	*ret_note =
	    g_strdup_printf("role '%s' may read %d columns of personal data (%s)",
			    result_text(rows, 0, ROLE), rights.count, declaration->role_reason);
	return true;
}
