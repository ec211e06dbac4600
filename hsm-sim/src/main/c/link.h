/* Connections to the daemon: a free list, so that N calling threads use N sockets and no lock spans I/O. */
#ifndef XINFU_LINK_H
#define XINFU_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "cryptoki.h"

CK_RV link_open(void);
CK_RV link_close(void);

/* CKR_CRYPTOKI_NOT_INITIALIZED before C_Initialize, after C_Finalize, and in the child of a fork. */
CK_RV link_ready(void);

/* Changes when the daemon, or this library, begins anew: what was known of sessions before is void. */
unsigned long link_generation(void);

struct connection {
    int fd;
    unsigned long generation;
};

/* A connection for one call: a free one, or a newly dialled one; -1 in fd when the daemon is away. */
struct connection link_take(void);
void link_give(struct connection connection);

/* The connection broke: the daemon went away, so every other connection of its time goes too. */
void link_break(struct connection connection);

/* 1 when all of it was sent, 0 when the other end is gone; never raises SIGPIPE. */
int link_send(int fd, const uint8_t *bytes, size_t len);

#endif
