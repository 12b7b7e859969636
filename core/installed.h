/*
 * Installed files: templates, SQL for a source's DBA, examples, found from where the program
 * stands, so that a copy that was moved or packaged finds its own.
 */
#pragma once

/* The folder NAME of share/shumar beside the folder that the program stands in ("bin"), or, where
 * there is none, where this build was to be installed; it need not exist. Transfer full. */
char *installed_folder(const char *name);

/* The folders in which templates are looked for, in their order: CONFIGURED (of shumar.yaml), those
 * of the checkout that the program was built in, and the installed one. NULL-terminated, transfer
 * full. */
char **installed_templates(const char *configured);
