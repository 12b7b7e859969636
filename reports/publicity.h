/*
 * Publicity: what a public template may not hold as long as no release desk protects it.
 *
 * Nothing finer than the total of a district over the period of the edition is published without
 * disclosure control: not a station, a tehsil, a case, a person, a day, or an offence within a
 * district. The check refuses a public template of such a dataset, where it stands. And a count
 * of few persons is found when rows are there: a dataset says in its header from which number on
 * its figures may be printed,
 *
 *     -- smallest: 5
 *
 * and an edition of a public template with one of 1 to 4 is refused. It says which figure, and not
 * how many.
 */
#pragma once

#include "reports/template_measure.h"

/* Adds a fault at NODE where DATASET of a public template is finer than a district's total. */
void publicity_check(TemplateReader *reader, const YamlNode *node, const char *where,
		     const TemplateDataset *dataset);

/* Looks at the rows that DATASETS (name → Dataset) has of TEMPLATE. Errors:
 * SHUMAR_ERROR_DISCLOSURE. */
bool publicity_allows(const Template *template, const Measures *measures, GHashTable *datasets,
		      GError **error);
