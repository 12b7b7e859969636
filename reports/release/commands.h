/*
 * The commands of the release desk: what they are asked, and what all of them begin with.
 *
 * commands.c names them in one const table; each commands_*.c runs a few.
 */
#pragma once

#include "core/config/command.h"
#include "reports/library/library_command.h"
#include "reports/release/desk.h"
#include "reports/release/plan.h"

/* The table, for app/main.c. */
extern const Command release_commands[];

/* The options of each command that has some. */
extern const CommandOption release_prepare_options[];
extern const CommandOption release_audit_options[];
extern const CommandOption release_approve_options[];
extern const CommandOption release_publish_options[];
extern const CommandOption release_withdraw_options[];
extern const CommandOption release_correct_options[];
extern const CommandOption release_calendar_options[];
extern const CommandOption release_verify_options[];

/* Opens the desk of CONTEXT after a check that WORDS are LEAST to MOST. What a killed command left
 * undone is done first by one that changes something. */
Desk *release_commands_open(CommandContext *context, GStrv words, guint least, guint most,
			    DeskWork work, GError **error);

/* The reason asked for, folded, which may be said in public; SHUMAR_ERROR_USAGE when it is missing
 * or empty, DISCLOSURE when it may not. Transfer full. */
char *release_commands_reason(const CommandContext *context, const Library *library,
			      GError **error);

/* The paths of all plans (of char*). Transfer full. */
GPtrArray *release_commands_plans(const Library *library);

/* The plan NAME. Transfer full. */
Plan *release_commands_plan(const Library *library, const char *name, GError **error);

/* The plan that a release of that id would be of; SHUMAR_ERROR_USAGE names the plans. */
Plan *release_commands_plan_of(const Library *library, const char *release_id, GError **error);

/* The path of the rules of disclosure. Transfer full. */
char *release_commands_rules(const Library *library);

bool release_plans(CommandContext *context, GStrv words, GError **error);
bool release_list(CommandContext *context, GStrv words, GError **error);
bool release_status(CommandContext *context, GStrv words, GError **error);
bool release_prepare(CommandContext *context, GStrv words, GError **error);
bool release_audit(CommandContext *context, GStrv words, GError **error);
bool release_approve(CommandContext *context, GStrv words, GError **error);
bool release_publish(CommandContext *context, GStrv words, GError **error);
bool release_withdraw(CommandContext *context, GStrv words, GError **error);
bool release_correct(CommandContext *context, GStrv words, GError **error);
bool release_calendar(CommandContext *context, GStrv words, GError **error);
bool release_verify(CommandContext *context, GStrv words, GError **error);
