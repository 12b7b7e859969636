/* The templates on their sample rows, tests/golden/NAME.rows. */
#pragma once

#include "reports/library/library.h"
#include "reports/model/model.h"

char *fixtures_path(const char *path); /* below the project's folder; transfer full */
Library *fixtures_library(void);

/* The edition of the template at PATH on ROWS; NULL where it is not written in LANGUAGE. */
Model *fixtures_model(const Library *library, const char *path, const char *rows,
		      const char *language);

/* Calls VISIT for every template on every of its sample rows in each of its languages. */
typedef void (*FixtureVisit)(const Model *model, const char *name, gpointer data);
void fixtures_each(FixtureVisit visit, gpointer data);
