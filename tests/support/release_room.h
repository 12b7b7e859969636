/*
 * Release room: the demonstration's warehouse in a transaction that is never committed, in which
 * figures are planted and releases made one after another.
 *
 *     g_auto(Room) room = room_begin();
 *     room_plant(&room, "PKP", "2026-03-03", 20);
 *     room_publish(&room, plan, "march");
 *     room_expect(&room, "march", "cases_registered|PKP|all|2026-03-01|2026-03-31", ROOM_STATE,
 *                 "published 20");
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"
#include "reports/release/prepare.h"

typedef struct {
	Config *config;
	Database *db;
	char *rules;
	GBytes *secret; /* NULL: one that is the same in each run */
} Room;

/* Without any case in Sahiwal division and in Rawalpindi division. */
Room room_begin(void);
void room_end(Room *room);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Room, room_end)

void room_run(const Room *room, const char *sql);

/* N cases registered on DAY at STATION of DISTRICT. */
void room_plant_at(const Room *room, const char *district, const char *station, const char *day,
		   int n);
/* The same, one of them at another station, so that the figure is not that of a station. */
void room_plant(const Room *room, const char *district, const char *day, int n);

/* TEXT is a plan, ID the release's. */
bool room_prepare(const Room *room, const char *text, const char *id, PrepareResult *result,
		  GError **error);
/* Prepares, audits and publishes; each has to pass. */
void room_publish(const Room *room, const char *text, const char *id);

/* COLUMN of the figure KEY of the release ID. Transfer full. */
char *room_figure(const Room *room, const char *id, const char *key, const char *column);
#define ROOM_STATE "state || coalesce(' ' || value, '')" /* "published 21", "hidden" */
void room_expect(const Room *room, const char *id, const char *key, const char *column,
		 const char *wanted);

/* A plan of one table; a note of PKP, with it as headline or not. Transfer full. */
char *room_plan(const char *place, const char *places, const char *from, const char *to,
		const char *headline);
char *room_note(const char *from, const char *to, bool headline);

/* The rules with CHANGES (text, text in its place, … NULL) in a file NAME. Transfer full. */
char *room_rules(const Room *room, const char *name, const char *const *changes);
