/*
 * Fault points: named places where a test kills or halts the program.
 *
 * SHUMAR_FAULT=NAME=kill ends the process there as kill -9 would; NAME=stop halts
 * it (SIGSTOP) until it is told to go on. Without the variable a point costs a
 * comparison. tests/cli/test_crash.c goes through all of them.
 */
#pragma once

void fault_point(const char *name);
