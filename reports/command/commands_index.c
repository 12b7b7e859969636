/* report index: the page over a folder of editions. */
#include <stdio.h>

#include "reports/command/commands.h"
#include "reports/edition/index.h"

bool commands_index(const Library *library, const char *folder, GError **error)
{
	g_autoptr(Districts) districts = index_districts();
	g_autoptr(Index) index = index_read(folder, districts, error);
	if (index == NULL || !index_write(index, library, error))
		return false;
	printf("%s/%s: %u editions\n", folder, INDEX_FILE, index->editions->len);
	return true;
}

bool report_index(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	return library != NULL && commands_index(library, words[0], error);
}
