/*
 * Public SQL: whether a query reads nothing but what is released. It is held to that twice: here,
 * by its text, before anything runs; and by the role that runs it, which can read nothing else.
 *
 * Allowed are the views of schema released, the names of ref (districts, offences, statuses, coded
 * values), functions of PostgreSQL that read no table, and the query's own common tables.
 */
#pragma once

#include <stdbool.h>

typedef struct {
	int line, column; /* from 1 */
	char *what;       /* "reads 'report.case_month'" */
} PublicSqlFault;

/* The first thing in SQL that is not allowed; false when there is none. *RET_FAULT is then the
 * caller's to clear. */
bool public_sql_fault(const char *sql, PublicSqlFault *ret_fault);
void public_sql_fault_clear(PublicSqlFault *fault);
