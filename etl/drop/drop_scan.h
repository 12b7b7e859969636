/*
 * Drop scan: what the folder of a CSV source holds, before any of it is loaded.
 *
 * Every file that the declaration asks for, with the sha256 of its bytes and with
 * what its name says, and every other file, so that none is passed over in silence. The
 * folder's content alone decides what a source's state is; which of several files stands is
 * decided by etl/drop/drop_plan.h.
 */
#pragma once

#include "core/database/database.h"
#include "etl/drop/drop_folder.h"

typedef enum {
	DROP_FOUND,      /* not yet decided */
	DROP_STANDS,     /* its records are the source's */
	DROP_ZERO,       /* it says that there were none */
	DROP_EMPTY,      /* a header alone, and nothing that says zero: no report */
	DROP_SUPERSEDED, /* another file of its unit and period stands */
	DROP_REPEATED,   /* the same bytes stand under another name */
	DROP_UNREADABLE, /* refused as a whole */
	DROP_KEPT, /* refused as a whole; the records stand that the file of this name held before
		    */
	DROP_WAITING,   /* ".part" for more than a day */
	DROP_UNMATCHED, /* its name fits no pattern: not read */
} DropState;

/* The code of a file whose header lacks a declared column or has one twice. */
#define DROP_CODE_HEADER "csv-header"

/* The name of a state in the ledger. */
const char *drop_state_name(DropState state);

typedef struct {
	char *name;   /* as it is kept and shown */
	char *path;   /* as it is opened, below the source's folder: any bytes */
	char *sha256; /* NULL where the bytes could not be read */
	DropIdentity identity;
	DropName said;
	bool zero; /* its name says that nothing happened */

	DropState state;
	const char *stands; /* the file in whose favour it was passed over; borrowed */
	gint64 records;
	gint64 rejected;
	/* of one that is refused or doubted as a whole: */
	char *code;
	gint64 line; /* 0 where it is not known */
	char *reason;
	char *remedy;
	char *note; /* what an operator should know of it though it is read; NULL for nothing */
} DropFile;

typedef struct {
	const FileDeclaration *file;
	bool held;          /* none of its files can be read; what was read last stands */
	DropUnits *units;   /* that its calendar declares; NULL where it declares none */
	GPtrArray *files;   /* of DropFile, in byte order of their names */
	GPtrArray *strange; /* of DropFile: those that fit no pattern, and this feed's the least
			       badly */
} DropFeed;

typedef struct {
	const ConfigSource *source;
	const Declaration *declaration;
	GPtrArray *feeds; /* of DropFeed */
	char *digest;     /* sha256 over names and contents, hex: tells whether anything changed */
	bool refused;     /* drop_load failed because files were refused as a whole, and it would
			     have taken away what the source held */
} DropScan;

/* Reads the folder of SOURCE; both are borrowed for the scan's life. Units "by reference" are
 * those of ref.unit in WAREHOUSE. A file whose bytes cannot be read, or whose name cannot be kept,
 * has a code and a reason and no sha256. Errors: what the warehouse cannot do, and as
 * SHUMAR_ERROR_FAILED a folder that cannot be read, one that has no file of the source at all, and
 * a declared file without any that has no calendar either. */
DropScan *drop_scan(const ConfigSource *source, const Declaration *declaration, Database *warehouse,
		    GError **error);
void drop_scan_free(DropScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DropScan, drop_scan_free)

/* Makes FILE one that is refused as a whole: takes the words of FAULT. */
void drop_file_refuse(DropFile *file, const char *code, gint64 line, const GError *fault);

DropFile *drop_file_new(const char *name);
void drop_file_free(gpointer file);
