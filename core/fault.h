/*
 * Fault points: named places where a test kills or halts the program.
 *
 * SHUMAR_FAULT=NAME=kill ends the process there as kill -9 would; NAME=stop halts
 * it (SIGSTOP) until it is told to go on. Without the variable a point costs a
 * look at the environment. tests/db/etl/run/test_crash.c goes through all of them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
	const char *name;
	const char *truth; /* what holds there */
} FaultPoint;

extern const FaultPoint fault_points[];
extern const size_t fault_points_count;

/* NAME is one of the table. */
void fault_point(const char *name);
