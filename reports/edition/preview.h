/*
 * Preview: one page of HTML, self-contained and without a script, that shows an edition
 * beside the lines of its template; or, where there is none, why.
 */
#pragma once

#include "reports/model/model.h"

/* What the page shows. */
typedef struct {
	const char *name;    /* of the template's file */
	const char *text;    /* the template's own text */
	const char *basis;   /* "sample rows of x.rows", "run 12" */
	const Model *model;  /* NULL when there is a fault */
	GPtrArray *pages;    /* of GBytes, PNG; NULL when there is a fault */
	const GError *fault; /* NULL when there is a model */
} Preview;

/* The page. Transfer full. */
char *preview_html(const Preview *preview);
