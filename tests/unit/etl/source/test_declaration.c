/* Source declarations: what is read, what is refused and where. */
#include "core/error.h"
#include "core/period.h"
#include "etl/source/declaration.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(declaration);

#define HEAD      "kind: csv\njurisdiction: test\ntimezone: Asia/Karachi\n"
#define FILE_HEAD HEAD "files:\n  intake:\n    pattern: intake_*.csv\n    columns:\n"

/* A declared file of some settings and one column. */
#define FILE_LINE(settings) HEAD "files:\n  intake: {" settings ", columns: {a: text}}\n"

static Declaration *parsed(const char *text)
{
	g_autoptr(GError) error = NULL;
	Declaration *declaration = declaration_parse("test", text, &error);
	cr_assert_not_null(declaration, "%s", error != NULL ? error->message : "no error");
	return declaration;
}

Test(declaration, reads_a_postgresql_source)
{
	g_autoptr(Declaration) declaration =
	    parsed("kind: postgresql\njurisdiction: punjab\ntimezone: Asia/Karachi\n");
	cr_assert_eq(declaration->kind, SOURCE_POSTGRESQL);
	cr_assert_str_eq(declaration->mapping, "test");
	cr_assert_str_eq(declaration->jurisdiction, "punjab");
	cr_assert_str_eq(declaration->timezone, "Asia/Karachi");
	cr_assert_eq(declaration->files->len, 0);
}

Test(declaration, reads_columns_in_both_forms)
{
	g_autoptr(Declaration) declaration = parsed(
	    FILE_HEAD
	    "      id: {type: key, required: true}\n"
	    "      note: text\n"
	    "      held: {type: date, earliest: 2010-01-01, latest: 2020-12-31, styles: [iso, us]}\n");
	const FileDeclaration *file = g_ptr_array_index(declaration->files, 0);
	cr_assert_str_eq(file->name, "intake");
	cr_assert_str_eq(file->pattern, "intake_*.csv");
	cr_assert_eq(file->fields->len, 3);
	const FileField *id = g_ptr_array_index(file->fields, 0);
	cr_assert(id->type == FIELD_KEY && id->required && !g_date_valid(&id->earliest));
	const FileField *note = g_ptr_array_index(file->fields, 1);
	cr_assert(note->type == FIELD_TEXT && !note->required);
	const FileField *held = g_ptr_array_index(file->fields, 2);
	g_autofree char *earliest = date_text(&held->earliest);
	g_autofree char *latest = date_text(&held->latest);
	cr_assert(held->type == FIELD_DATE && held->us_style);
	cr_assert_str_eq(earliest, "2010-01-01");
	cr_assert_str_eq(latest, "2020-12-31");
}

Test(declaration, reads_forms_and_calendars)
{
	g_autoptr(Declaration) declaration = parsed(FILE_LINE(
	    "pattern: '{period}-{unit}.csv*', zero: '{period}-{unit}-zero.csv', delimiter: tab, "
	    "encoding: windows-1256, calendar: {every: week, due: 3, from: 2024-01-01, units: [a, b]}"));
	const FileDeclaration *file = g_ptr_array_index(declaration->files, 0);
	g_autofree char *from = date_text(&file->calendar.from);
	cr_assert(file->names != NULL && file->zero != NULL);
	cr_assert_eq(file->delimiter, '\t');
	cr_assert_str_eq(file->encoding, "WINDOWS-1256");
	cr_assert_eq(file->calendar.every, CALENDAR_WEEK);
	cr_assert_eq(file->calendar.due_days, 3);
	cr_assert_str_eq(from, "2024-01-01");
	cr_assert_not(g_date_valid(&file->calendar.to));
	cr_assert_str_eq(file->calendar.units[1], "b");
}

Test(declaration, takes_units_from_the_reference_table)
{
	g_autoptr(Declaration) declaration = parsed(FILE_LINE(
	    "pattern: '{period}-{unit}.csv', calendar: {every: month, from: 2024-01, units: ref.unit}"));
	const FileDeclaration *file = g_ptr_array_index(declaration->files, 0);
	cr_assert(file->calendar.units_reference && file->calendar.units == NULL);
}

#define URDU_LONG "خواتین کے خلاف تشدد کے درج شدہ مقدمات کی کل تعداد بمطابق ضلع"

Test(declaration, reads_decimals_instants_long_names_and_files_that_may_be_missing)
{
	g_autoptr(Declaration) declaration = parsed(
	    HEAD
	    "files:\n  intake:\n    pattern: x.csv\n    optional: true\n    delimiter: bar\n"
	    "    columns:\n      fine: {type: decimal, digits: 9, decimals: 2, blank: ['-', n/a]}\n      rate: decimal\n"
	    "      responded_at: {type: instant, earliest: 2010-01-01}\n      " URDU_LONG
	    ": integer\n");
	const FileDeclaration *file = g_ptr_array_index(declaration->files, 0);
	const FileField *fine = g_ptr_array_index(file->fields, 0);
	const FileField *rate = g_ptr_array_index(file->fields, 1);
	const FileField *responded = g_ptr_array_index(file->fields, 2);
	const FileField *urdu = g_ptr_array_index(file->fields, 3);
	cr_assert(file->optional);
	cr_assert_eq(file->delimiter, '|');
	cr_assert(fine->type == FIELD_DECIMAL && fine->decimals == 2 && fine->digits == 9);
	cr_assert_str_eq(fine->blanks[1], "n/a");
	cr_assert(rate->type == FIELD_DECIMAL && rate->decimals == -1);
	cr_assert(responded->type == FIELD_INSTANT && g_date_valid(&responded->earliest));
	cr_assert_gt(strlen(urdu->name), FIELD_NAME_BYTES);
	cr_assert_str_eq(urdu->name, URDU_LONG);
}

Test(declaration, digests_its_text)
{
	g_autoptr(Declaration) one = parsed(FILE_HEAD "      a: text\n");
	g_autoptr(Declaration) other = parsed(FILE_HEAD "      a: integer\n");
	cr_assert_str_neq(one->sha256, other->sha256);
}

static const struct {
	const char *text;
	const char *part;
} faults[] = {
	{ "kind: csw\n", ":1:7: kind: no such value 'csw'" },
	{ "kind: csv\njurisdiction: x\ntimezone: Asia/Karachi\n", "must declare its 'files'" },
	{ "jurisdiction: x\n", "'kind' is missing" },
	{ "- a\n", "is a mapping" },
	{ "", "is a mapping" },
	{ HEAD "fils: {}\n", ":4:1: source: unknown key 'fils'" },
	{ "kind: postgresql\njurisdiction: x\ntimezone: Asia/Karachi\nfiles: {}\n",
	  ":4:8: a source of kind postgresql has no files" },
	{ "kind: postgresql\njurisdiction: x\ntimezone: Asia/Karatschi\n",
	  ":3:11: no time zone 'Asia/Karatschi'" },
	{ FILE_HEAD "      cnic: text\n",
	  ":8:7: column 'cnic' would hold an identity card number" },
	{ FILE_HEAD "      victim_name: text\n",
	  ":8:7: column 'victim_name' would hold a person's name" },
	{ FILE_HEAD "      a: txt\n", ":8:10: type: no such value 'txt'" },
	{ FILE_HEAD "      a: {required: true}\n", "column 'a': 'type' is missing" },
	{ FILE_HEAD "      a: {type: text, earliest: 2010-01-01}\n",
	  "only a date or timestamp has 'earliest'" },
	{ FILE_HEAD "      a: {type: date, earliest: 2010-13-01}\n", "must be a date" },
	{ FILE_HEAD "      a: {type: date, earliest: 2010-01-02, latest: 2010-01-01}\n",
	  "latest is before earliest" },
	{ FILE_HEAD "      a: {type: date, styles: us}\n", "must be a list" },
	{ FILE_HEAD "      a: {type: date, styles: [uk]}\n", "style: no such value 'uk'" },
	{ FILE_HEAD "      a: {type: text, requierd: true}\n", "unknown key 'requierd'" },
	{ FILE_HEAD "      a: {type: text, required: yes}\n", "required: no such value 'yes'" },
	{ FILE_HEAD "      a: text\n      A: text\n", "column 'A' stands twice" },
	{ FILE_HEAD "      origin: text\n", "begins with neither" },
	{ FILE_HEAD "      " URDU_LONG " لاہور: text\n      " URDU_LONG " ملتان: text\n",
	  "begins with the same 63 bytes as another" },
	{ FILE_HEAD "      a: {type: integer, decimals: 2}\n", "only a decimal has 'decimals'" },
	{ FILE_HEAD "      a: {type: decimal, digits: 0}\n",
	  "digits must be a number from 1 to 24" },
	{ FILE_HEAD "      a: {type: text, blank: '-'}\n", "blank must be a list" },
	{ FILE_HEAD "      a: {type: decimal, decimals: 13}\n", "a number from 0 to 12" },
	{ FILE_HEAD "      a: {type: decimal, decimals: -1}\n", "a number from 0 to 12" },
	{ FILE_LINE("pattern: x, optional: 2"), "optional: no such value '2'" },
	{ HEAD "files:\n  Intake: {pattern: x, columns: {a: text}}\n", "small letters" },
	{ HEAD "files:\n  intake: {columns: {a: text}}\n", "'pattern' is missing" },
	{ HEAD "files:\n  intake: {pattern: x}\n", "'columns' must name some" },
	{ HEAD "files:\n  intake: {pattern: ../x, columns: {a: text}}\n", "must stay below" },
	{ HEAD "files:\n  intake: {pattern: /x, columns: {a: text}}\n", "must stay below" },
	{ FILE_HEAD "      a: {type: date, styles: [us, dmy]}\n", "both us and dmy" },
	{ FILE_HEAD "      a: {type: text, required: true, optional: true}\n",
	  "cannot be required and optional" },
	{ FILE_HEAD "      a: {type: text, synonyms: b}\n", "synonyms must be a list" },
	{ FILE_LINE("pattern: '{unt}.csv'"), "a part is {period}, {unit} or {seq}" },
	{ FILE_LINE("pattern: x, delimiter: colon"), "delimiter: no such value 'colon'" },
	{ FILE_LINE("pattern: x, encoding: utf-16"), "encoding: no such value 'utf-16'" },
	{ FILE_LINE("pattern: x, calendar: {every: month, from: 2024-01}"),
	  "a calendar needs a {period}" },
	{ FILE_LINE("pattern: '{period}.csv', calendar: {from: 2024-01}"), "'every' is missing" },
	{ FILE_LINE("pattern: '{period}.csv', calendar: {every: month}"), "'from' is missing" },
	{ FILE_LINE("pattern: '{period}.csv', calendar: {every: month, from: 2024}"),
	  "from must be a month" },
	{ FILE_LINE(
	      "pattern: '{period}.csv', calendar: {every: month, from: 2024-02, to: 2024-01}"),
	  "ends before it begins" },
	{ FILE_LINE("pattern: '{period}.csv', calendar: {every: month, from: 2024-01, due: -1}"),
	  "due must be the number of days" },
	{ FILE_LINE("pattern: '{period}-{unit}.csv', calendar: {every: day, from: 2024-01}"),
	  "needs the 'units'" },
	{ FILE_LINE("pattern: '{period}.csv', calendar: {every: day, from: 2024-01, units: [a]}"),
	  "units need a {unit}" },
};

Test(declaration, refuses_what_is_wrong_with_its_position)
{
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autoptr(GError) error = NULL;
		cr_assert_null(declaration_parse("test", faults[n].text, &error), "case %zu", n);
		cr_assert_eq(error->code, SHUMAR_ERROR_CONFIG);
		cr_assert_not_null(strstr(error->message, "sql/sources/test/source.yaml:"));
		cr_assert_not_null(strstr(error->message, faults[n].part), "case %zu: %s", n,
				   error->message);
	}
}

Test(declaration, tells_all_problems_at_once)
{
	g_autoptr(GError) error = NULL;
	cr_assert_null(declaration_parse(
	    "test", FILE_HEAD "      phone: text\n      a: txt\n      address: text\n", &error));
	cr_assert_not_null(strstr(error->message, "a phone number"));
	cr_assert_not_null(strstr(error->message, "'txt'"));
	cr_assert_not_null(strstr(error->message, "an address"));
}

Test(declaration, names_a_mapping_that_is_not_there)
{
	g_autoptr(GError) error = NULL;
	cr_assert_null(declaration_read("no-such-mapping", &error));
	cr_assert_eq(error->code, SHUMAR_ERROR_CONFIG);
	cr_assert_not_null(strstr(error->message, "sql/sources/no-such-mapping/source.yaml"));
}

Test(declaration, checks_a_synonym_as_a_columns_own_name)
{
	static const char *const names[] = { "Father Name", "victim_cnic", "Contact No", "نام" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *text = g_strdup_printf(
		    FILE_HEAD "      a: {type: text, synonyms: [A, \"%s\"]}\n", names[n]);
		g_autoptr(GError) error = NULL;
		cr_assert_null(declaration_parse("test", text, &error), "'%s' is let in", names[n]);
		cr_expect(strstr(error->message, names[n]) != NULL, "%s", error->message);
	}
}

Test(declaration, lets_a_column_in_by_a_reason_that_is_told_of)
{
	static const char column[] = FILE_HEAD "      alias_of_law: text\n";
	g_autoptr(GError) error = NULL;
	cr_assert_null(declaration_parse("test", column, &error));
	g_autofree char *allowed = g_strconcat(
	    column,
	    "allow:\n  columns: {alias_of_law: \"Short title of the Act, nobody's name.\"}\n",
	    NULL);
	g_autoptr(Declaration) declaration = parsed(allowed);
	g_autofree char *told = declaration_exceptions(declaration);
	cr_expect(strstr(told, "Short title of the Act") != NULL, "%s", told);
	g_clear_error(&error);
	g_autofree char *bare =
	    g_strconcat(column, "allow:\n  columns: {alias_of_law: yes}\n", NULL);
	cr_expect_null(declaration_parse("test", bare, &error), "a word is no reason");
}
