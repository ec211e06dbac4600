/*
 * C_SignInit without a conversation of its own. When the daemon has accepted the same mechanism and key in the same
 * session before, and nothing that could change its mind was asked since, the start of the next signature waits here
 * and travels with its C_Sign. Errors of C_SignInit are then those of C_Sign (clause 5.11); they can only come of what
 * another application did meanwhile.
 */
#ifndef XINFU_HELD_H
#define XINFU_HELD_H

#include "cryptoki.h"

/* Of a start with a parameter, which never waits. */
#define NO_MECHANISM (~0UL)

struct start {
    CK_SESSION_HANDLE session;
    CK_MECHANISM_TYPE mech;
    CK_OBJECT_HANDLE key;
};

enum held_answer { HELD_ASK, HELD_KEPT, HELD_ACTIVE };

/* C_SignInit begins: HELD_KEPT when it waits here, HELD_ACTIVE when one waits already, else the daemon must be asked. */
enum held_answer held_begin(const struct start *start);

/* The daemon accepted it. Only starts without a parameter are told. */
void held_accepted(const struct start *start);

/* 1 when a start waits for this session's C_Sign, C_SignUpdate or C_SignFinal: it must be sent now. */
int held_take(CK_SESSION_HANDLE session, struct start *start);

/* The session has no operation any more, and would start the same again. */
void held_finished(CK_SESSION_HANDLE session);

/* The session's operation is in several parts, or has failed. */
void held_drop(CK_SESSION_HANDLE session);

/* Objects, sessions or the login change: what was accepted before says nothing. Starts that wait are not lost. */
void held_doubt(void);

/* After a fork: whoever held the lock is in the parent. */
void held_reset(void);

#endif
