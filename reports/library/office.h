/*
 * Office: what an office knows and no record system holds (who promised what by when, whom to
 * call, what was begun on which day), from the YAML files of its folder.
 *
 * A template says what it reads of a file:
 *
 *     promised: {office: commitments, columns: "owner text, due date, done yes-no, note text?"}
 *
 * and OFFICE/commitments.yaml is a list of maps with these keys, and no others, under the same
 * strict rules as a template. Texts are {en: …, ur: …}, or one text for all languages. No
 * personal data: identity cards, phone numbers and e-mail addresses are refused wherever they
 * stand; only columns of the types telephone and e-mail hold those of offices and helplines.
 */
#pragma once

#include "reports/library/dataset.h"
#include "reports/library/library.h"

typedef enum {
	OFFICE_TEXT,
	OFFICE_DATE,
	OFFICE_NUMBER,
	OFFICE_YES_NO,
	OFFICE_TELEPHONE,
	OFFICE_EMAIL,
	OFFICE_TYPES
} OfficeType;

extern const char *const office_type_names[OFFICE_TYPES + 1]; /* NULL at the end */

typedef struct {
	char *name;
	OfficeType type;
	bool optional; /* "note text?": the key may be left out */
} OfficeColumn;

typedef struct {
	char *name;         /* "commitments" */
	char *file;         /* "commitments.yaml" */
	GPtrArray *columns; /* of OfficeColumn */
	char *due, *done;   /* of a row that may be late: the columns that say so; or NULL */
	char *only;         /* only rows where this yes-no column, or late, is yes; or NULL */
	char *after;        /* only rows where this date is after that of the records; or NULL */
	char *query;        /* "office/commitments": what stands for the name of a query */
	char *sql;          /* and for its text: the header, which says what columns there are */
} Office;

Office *office_new(const char *name);
void office_free(Office *office);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Office, office_free)

/* The column NAME; "late" and "days_late" are none. NULL: there is no such column. */
const OfficeColumn *office_column(const Office *office, const char *name);

/* Makes query and sql when all else is there. A text is a column for each of LANGUAGES; late
 * (yes-no), days_late and line (of the file) are added. */
void office_finish(Office *office, const char *const *languages);

/* The rows of the file in LIBRARY's office folder, as COLUMNS (of SqlColumn) of the dataset
 * NAME; records are known to AS_AT. A file that is not there has no rows, and the dataset knows
 * why. Errors: SHUMAR_ERROR_CONFIG, all faults of the file at once. Transfer full. */
Dataset *office_read(const Office *office, const Library *library, const char *name,
		     const GPtrArray *columns, const GDate *as_at, GError **error);

/* Its path; NULL where no office folder is known. Transfer full. */
char *office_path(const Office *office, const Library *library);
