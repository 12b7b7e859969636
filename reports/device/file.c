#include "reports/device/file.h"

OutfileKind file_kind(const Model *model)
{
	bool public = g_strcmp0(model->audience, "public") == 0 && !model->draft;
	return public ? OUTFILE_PUBLIC : OUTFILE_INTERNAL;
}

bool file_write_bytes(const Model *model, const void *bytes, size_t count, const char *path,
		      GError **error)
{
	g_autoptr(Outfile) file = outfile_open(path, file_kind(model), error);
	if (file == NULL)
		return false;
	(void)fwrite(bytes, 1, count, outfile_stream(file)); /* its failure is kept by the stream */
	return outfile_close(&file, NULL, error);
}

bool file_write(const Model *model, const GString *content, const char *path, GError **error)
{
	return file_write_bytes(model, content->str, content->len, path, error);
}
