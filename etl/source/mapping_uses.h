/*
 * Mapping uses: what a mapping's SELECT reads, as the source's server says, not its text.
 *
 * The SELECT becomes a temporary view in a transaction that is rolled back; the server's
 * own catalogue then tells the columns it depends on, through views of the source and
 * generated columns too, the functions it calls, and whether it uses whole rows. Neither
 * another name, nor an alias, nor text put together at run time hides a column from it.
 */
#pragma once

#include "etl/guard/forbidden.h"
#include "etl/source/mapping.h"

#define HINT_PRIVATE "Select a code or a count instead, or hash it at once: \"… as accused_key\"."

/* Whether the source at hand can be asked; NULL when it can, else why not, as a sentence's end. */
bool mapping_uses_ground(Database *source, const char **ret_why_not, GError **error);

typedef struct MappingUses MappingUses;

/* What SQL reads on SOURCE, which is in a transaction that may write. */
MappingUses *mapping_uses_read(Database *source, const char *sql, GError **error);
void mapping_uses_free(MappingUses *uses);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MappingUses, mapping_uses_free)

/* True when some column called NAME is read and none of these can hold what NAME sounds like:
 * they are numbers or dates. */
bool mapping_uses_harmless(const MappingUses *uses, const char *name);

/* Refuses personal columns, whole rows, functions that read by themselves and tables of the
 * server's own, with the place in FEED's text. DECLARATION has the exceptions. */
bool mapping_uses_check(const MappingUses *uses, const MappingFeed *feed,
			const Declaration *declaration, GError **error);

/* How often the view passes the column PLACE of table RELATION on; 0 when never. */
gint64 mapping_uses_passed(const MappingUses *uses, guint32 relation, int place);

/* What a column "holds", as SQL says it: text, number or moment. */
ForbiddenType mapping_uses_type(const char *holds);
