#include "reports/release/withdraw.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "reports/release/mend.h"

/* ── withdrawing ── */

bool release_withdraw_by(Desk *desk, const Library *library, const char *release_id,
			 const char *person, const char *reason, char **ret_notice, GError **error)
{
	g_autoptr(Standing) standing = standing_read(desk, release_id, error);
	g_autoptr(GString) detail = g_string_new(NULL);
	if (standing == NULL || !standing_allows(standing, "withdraw", error))
		return false;
	detail_add(detail, "reason", reason);
	if (!desk_begin(desk, error) || !standing_move(desk, standing, "withdrawn", error) ||
	    !desk_record(desk, "withdrawn", release_id, person, detail->str, error))
		return false;
	fault_point("release.withdrawn");
	*ret_notice = g_strconcat(standing->path, MEND_NOTICE, NULL);
	return mend_notice_write(desk, library, release_id, standing->path, error);
}
