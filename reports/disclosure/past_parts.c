#include "reports/disclosure/past_parts.h"

#include "reports/disclosure/attack_private.h"

struct PastParts {
	GHashTable *texts;
};

PastParts *past_parts_new(const System *system, const bool *known)
{
	PastParts *before = g_new(PastParts, 1);
	before->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) parts = system_parts(system);
	for (guint n = 0; n < parts->len; n++)
		g_hash_table_add(before->texts, attack_part_text(system, parts->pdata[n], known));
	return before;
}

void past_parts_free(PastParts *parts)
{
	g_hash_table_unref(parts->texts);
	g_free(parts);
}

bool past_parts_have(const PastParts *parts, const System *system, const SystemPart *part,
		     const bool *known)
{
	if (parts == NULL)
		return false;
	g_autofree char *text = attack_part_text(system, part, known);
	return g_hash_table_contains(parts->texts, text);
}
