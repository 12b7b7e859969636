#include "reports/build/released.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/text.h"

void released_free(Released *released)
{
	if (released == NULL)
		return;
	g_free(released->id);
	g_strfreev(released->words);
	g_free(released);
}

/* ── the role ── */

static bool check_press(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_RELEASE_PRESS_MAY), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	if (result_bool(row, 0, result_column(row, "may")))
		return true;
	bool there = result_bool(row, 0, result_column(row, "there"));
	g_autofree char *login =
	    database_quote_identifier(db, result_text(row, 0, result_column(row, "login")));
	g_autofree char *hint =
	    there ? g_strdup_printf("Let an administrator run: GRANT shumar_press TO %s;", login)
		  : g_strdup_printf("Let an administrator run: CREATE ROLE shumar_press NOLOGIN; "
				    "GRANT shumar_press TO %s; then 'shumar db migrate'.",
				    login);
	error_set(error, SHUMAR_ERROR_CONFIG, hint,
		  there ? "cannot render a public paper: the user of this connection may not read "
			  "as the role 'shumar_press', which sees released figures only"
			: "cannot render a public paper: the server has no role 'shumar_press', "
			  "which sees released figures only");
	return false;
}

bool released_press_begin(Database *db, GError **error)
{
	return database_script(db, sqltext(SQL_RELEASE_PRESS_BEGIN), error);
}

bool released_press_end(Database *db, GError **error)
{
	return database_script(db, sqltext(SQL_RELEASE_PRESS_END), error);
}

/* ── which release ── */

static bool refuse(const Template *template, const char *id, bool there, GError **error)
{
	g_autofree char *quoted = id != NULL ? text_quote(id, -1) : NULL;
	if (id == NULL)
		error_set(
		    error, SHUMAR_ERROR_UNPUBLISHED,
		    "Prepare one with 'shumar release prepare PLAN'; 'shumar release plans' "
		    "shows which plans have this paper.",
		    "cannot render '%s': it is public, and no release that has it is prepared",
		    template->name);
	else if (there)
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Name the paper under 'papers' of its plan and prepare it again, or ask "
			  "for another release.",
			  "cannot render '%s' of the release %s: its plan does not have this paper",
			  template->name, quoted);
	else
		error_set(error, SHUMAR_ERROR_USAGE, "'shumar release list' shows all releases.",
			  "cannot render '%s': there is no release %s", template->name, quoted);
	return false;
}

/* Those of the release's parameters that TEMPLATE has too. */
static bool read_words(Database *db, const Template *template, Released *released, GError **error)
{
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_RELEASE_WORDS), DATABASE_PARAMS(released->id), error);
	if (rows == NULL)
		return false;
	for (int row = 0; row < result_rows(rows); row++) {
		const char *name = result_text(rows, row, result_column(rows, "name"));
		if (template_parameter(template, name) == NULL)
			continue;
		g_autofree char *word = g_strdup_printf(
		    "%s=%s", name, result_text(rows, row, result_column(rows, "value")));
		g_strv_builder_add(words, word);
	}
	released->words = g_strv_builder_end(words);
	return true;
}

Released *released_find(Database *db, const Template *template, const char *id, GError **error)
{
	g_autoptr(DatabaseResult) row = database_query(db, sqltext(SQL_RELEASE_FIND),
						       DATABASE_PARAMS(template->name, id), error);
	if (row == NULL)
		return NULL;
	bool there = result_rows(row) > 0;
	if (!there || !result_bool(row, 0, result_column(row, "has_paper"))) {
		refuse(template, id, there, error);
		return NULL;
	}
	g_autoptr(Released) released = g_new0(Released, 1);
	released->id = g_strdup(result_text(row, 0, result_column(row, "release_id")));
	released->run_no = result_int64(row, 0, result_column(row, "run_no"));
	released->as_at.utc_s = result_int64(row, 0, result_column(row, "as_at_s"));
	released->as_at.zone_s = result_int64(row, 0, result_column(row, "zone_s"));
	if (!check_press(db, error) || !read_words(db, template, released, error) ||
	    !database_exec(db, sqltext(SQL_RELEASE_ENTER), DATABASE_PARAMS(released->id), NULL,
			   error))
		return NULL;
	return g_steal_pointer(&released);
}

/* ── its parameters ── */

/* The name that WORD gives, before its '='. Transfer full. */
static char *name_of(const char *word)
{
	return g_strndup(word, strcspn(word, "="));
}

/* WORDS and those of RELEASED that they do not give. Transfer full. */
static char **join_words(const Released *released, const char *const *words)
{
	g_autoptr(GHashTable) given = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GStrvBuilder) all = g_strv_builder_new();
	for (const char *const *word = words; *word != NULL; word++) {
		g_hash_table_add(given, name_of(*word));
		g_strv_builder_add(all, *word);
	}
	for (char **word = released->words; *word != NULL; word++) {
		g_autofree char *name = name_of(*word);
		if (!g_hash_table_contains(given, name))
			g_strv_builder_add(all, *word);
	}
	return g_strv_builder_end(all);
}

/* Whether what was asked for is what the release is of. */
static bool check_same(const Released *released, const Template *template, const Binding *own,
		       const Binding *asked, GError **error)
{
	for (guint n = 0; n < template->parameters->len; n++) {
		const char *name = ((TemplateParameter *)template->parameters->pdata[n])->name;
		const char *of = g_array_index(own->values, ParameterValue, n).text;
		const char *wanted = g_array_index(asked->values, ParameterValue, n).text;
		if (strcmp(of, wanted) == 0)
			continue;
		g_autofree char *quoted = text_quote(wanted, -1);
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Leave it out, or name another release with --release; 'shumar release "
			  "list' shows them.",
			  "the release '%s' is of %s=%s, not of %s: a public paper has the "
			  "parameters of its release",
			  released->id, name, of, quoted);
		return false;
	}
	return true;
}

Binding *released_bind(const Released *released, const Template *template, const char *const *words,
		       const Districts *districts, GError **error)
{
	g_auto(GStrv) all = join_words(released, words);
	g_autoptr(Binding) own = binding_new(template, (const char *const *)released->words,
					     districts, released->run_no, released->as_at, error);
	if (own == NULL) {
		g_prefix_error(error, "release '%s': ", released->id);
		return NULL;
	}
	g_autoptr(Binding) asked = binding_new(template, (const char *const *)all, districts,
					       released->run_no, released->as_at, error);
	if (asked == NULL || !check_same(released, template, own, asked, error))
		return NULL;
	own->release = g_strdup(released->id);
	return g_steal_pointer(&own);
}
