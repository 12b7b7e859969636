/*
 * Runs with manifests, for the tests of both.
 */
#pragma once

#include "tests/support/records.h"

/* Runs the ETL, and writes the run's manifest unless the run did. Fails the test otherwise. */
void manifests_run(Records *records);

/* Three runs: four FIRs, one of them rejected, and nothing new. */
Records *manifests_of_three_runs(void);
