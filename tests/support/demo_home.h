/*
 * One small finished demonstration, shared by all tests of a suite.
 *
 * Made on the first call of any test (the others wait), with its own embedded
 * server in a temporary folder; stopped and removed when the suite ends.
 */
#pragma once

/* The folder with shumar.yaml in which `shumar demo --cases 2000 --papers vwps-note
 * --output demo` has been run. Borrowed. Aborts the test with the demo's own words if it failed. */
const char *demo_home(void);

/* The conninfo options of psql for DATABASE there: "-h FOLDER -U shumar -d …" are
 * `shumar db psql -- -d DATABASE`. Runs SQL and gives what psql printed, unaligned
 * and without headers. Transfer full. */
char *demo_query(const char *database, const char *sql);
