/* tools/rooms.sh on this very house: no stray include, no circle of rooms, includes or calls. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

Test(rooms, no_room_file_or_call_comes_back_to_where_it_began)
{
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *script = g_build_filename(root, "tools", "rooms.sh", NULL);
	g_autofree char *objects = g_path_get_dirname(g_getenv("SHUMAR_PROGRAM"));
	const char *const words[] = { script, objects, NULL };
	g_autofree char *out = NULL;
	g_autofree char *err = NULL;
	int status = 0;
	cr_assert(g_spawn_sync(root, (char **)(guintptr)words, NULL, G_SPAWN_DEFAULT, NULL, NULL,
			       &out, &err, &status, NULL));
	cr_assert_eq(status, 0, "%s", err);
	cr_assert(g_str_has_suffix(out, "\n0 faults\n"), "%s", out);
}
