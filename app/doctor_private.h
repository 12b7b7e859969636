/*
 * What the files of doctor.h share: the findings.
 */
#pragma once

#include "app/doctor.h"
#include "core/database/database.h"

#include <string.h>

typedef enum { FINDING_OK, FINDING_WARN, FINDING_FAIL } Finding;

typedef struct {
	CommandContext *context;
	const Config *config; /* NULL when it cannot be read */
	int failed;
} Doctor;

/* Prints one line about SUBJECT, and the REMEDY (may be NULL) below it. */
void doctor_say(Doctor *doctor, Finding finding, const char *subject, const char *remedy,
		const char *format, ...) G_GNUC_PRINTF(5, 6);
void doctor_say_error(Doctor *doctor, Finding finding, const char *subject, const GError *error);

/* Whether the figures that reports read are those of the last run, and how old they are. */
void doctor_check_figures(Doctor *doctor, Database *db);
