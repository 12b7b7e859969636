/*
 * What a column counts: the check holds a template's measures to the headers of its queries.
 *
 * A file of sql/reports names in its header what each number of its rows counts:
 *
 *     -- measures: cases=cases_registered, wait_3=referral on date of referral, census_year=none
 *
 * a measure of measures.yaml; or, where none is of that very count, a unit and the English words of
 * the date that decides; or none, for what is no figure. Columns that a derivation adds follow from
 * those that it is of. So a measure cannot stand on a column of another thing.
 */
#pragma once

#include "reports/derive/derive.h"
#include "reports/template/template_reader.h"

/* How the values of a column come about. */
typedef enum {
	COLUMN_UNSAID, /* the header says nothing of it */
	COLUMN_NONE,   /* it is no figure */
	COLUMN_COUNT,  /* a count, mean or limit in its unit */
	COLUMN_SHARE,  /* a share of what is counted in its unit */
	COLUMN_OTHER,  /* of another nature than what it is derived of: a rate, a time */
} ColumnNature;

typedef struct {
	ColumnNature nature;
	const Measure *measure;       /* NULL: only unit and basis are known */
	char *unit, *basis;           /* BASIS NULL: not known */
	const Derivation *derivation; /* that makes it, or NULL */
} ColumnCount;

void column_count_clear(ColumnCount *count);

/* What the column NAME of DATASET counts. The caller clears *ret_count. */
void template_column_count(const Measures *measures, const TemplateDataset *dataset,
			   const char *name, ColumnCount *ret_count);

/* The measure that NODE names for the column FIELD of DATASET (either may be unread: then only the
 * measure's name is checked). Faults: the column counts another thing; it is a share whose rule for
 * small numbers nobody holds. */
const Measure *reader_measured(TemplateReader *reader, const YamlNode *node, const char *where,
			       const TemplateDataset *dataset, const char *field);

/* Faults at NODE where FIELD of DATASET prints as what it is not: MEASURE (NULL: none) is a share
 * and its format is not pct; or as template_format_fits has it. Either may be unread. */
void reader_counted_format(TemplateReader *reader, const YamlNode *node, const char *where,
			   const TemplateDataset *dataset, const Measure *measure,
			   const TemplateField *field);

/* False where FORMAT (NULL: none) is count:UNIT and the column FIELD of DATASET counts another
 * unit, or pct and it is a count; *ret_why (transfer full) then says so. */
bool template_format_fits(const Measures *measures, const TemplateDataset *dataset,
			  const char *field, const char *format, char **ret_why);

/* Faults of a derivation whose columns cannot make what it declares: a share of cases among
 * persons, or of other counts than its measure's. */
void reader_check_derivation(TemplateReader *reader, const YamlNode *node, const char *where,
			     const TemplateDataset *dataset, const Derivation *derivation);
