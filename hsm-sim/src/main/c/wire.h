/*
 * The conversation with the daemon. A request is u32 length, u8 operation, arguments; a reply is u32 length,
 * u64 return value, outputs. Numbers are little-endian; a byte string is u32 length and the bytes.
 */
#ifndef XINFU_WIRE_H
#define XINFU_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "cryptoki.h"

#define WIRE_VERSION 1
#define WIRE_MAX_FRAME (16u * 1024u * 1024u)

enum op {
    OP_HELLO = 1,
    OP_PROBE = 2,
    OP_FINALIZE = 3,
    OP_SLOT_LIST = 10,
    OP_SLOT_INFO = 11,
    OP_TOKEN_INFO = 12,
    OP_MECHANISM_LIST = 13,
    OP_MECHANISM_INFO = 14,
    OP_OPEN_SESSION = 20,
    OP_CLOSE_SESSION = 21,
    OP_CLOSE_ALL_SESSIONS = 22,
    OP_SESSION_INFO = 23,
    OP_LOGIN = 24,
    OP_LOGOUT = 25,
    OP_INIT_PIN = 26,
    OP_SET_PIN = 27,
    OP_CREATE_OBJECT = 30,
    OP_DESTROY_OBJECT = 31,
    OP_GET_ATTRIBUTES = 32,
    OP_SET_ATTRIBUTES = 33,
    OP_FIND_INIT = 34,
    OP_FIND = 35,
    OP_FIND_FINAL = 36,
    OP_DIGEST_INIT = 40,
    OP_DIGEST = 41,
    OP_DIGEST_UPDATE = 42,
    OP_DIGEST_FINAL = 43,
    OP_SIGN_INIT = 50,
    OP_SIGN = 51,
    OP_SIGN_UPDATE = 52,
    OP_SIGN_FINAL = 53,
    OP_SIGN_AT_ONCE = 54, /* SIGN_INIT and SIGN in one */
    OP_VERIFY_INIT = 60,
    OP_VERIFY = 61,
    OP_VERIFY_UPDATE = 62,
    OP_VERIFY_FINAL = 63,
    OP_GENERATE_KEY_PAIR = 70,
    OP_RANDOM = 80
};

/* One call: the request grows in out, the reply is read from in. A short reply or no memory sets broken. */
struct call {
    uint8_t *out;
    size_t out_len;
    size_t out_cap;
    uint8_t *in;
    size_t in_len;
    size_t in_pos;
    int no_memory;
    int short_reply;
};

void call_begin(struct call *c, enum op op);
void put_byte(struct call *c, uint8_t value);
void put_ulong(struct call *c, CK_ULONG value);
void put_bytes(struct call *c, const void *bytes, CK_ULONG len);
void put_mechanism(struct call *c, const CK_MECHANISM *mech);
void put_template(struct call *c, const CK_ATTRIBUTE *attrs, CK_ULONG count);

/* Sends the request and waits for the reply: the daemon's return value, or what went wrong on the way. */
CK_RV call_send(struct call *c);

uint8_t get_byte(struct call *c);
CK_ULONG get_ulong(struct call *c);
void get_fixed(struct call *c, void *to, size_t len);

/* Frees the call; a reply that did not hold what it promised is a device error, whatever rv says. */
CK_RV call_end(struct call *c, CK_RV rv);

/* For calls that return nothing but their return value. */
CK_RV call_plain(struct call *c);

/* The convention of clause 5.2 for output of variable length: puts "room", later takes the bytes. */
void put_room(struct call *c, const void *out, CK_ULONG room);
CK_RV call_output(struct call *c, CK_BYTE *out, CK_ULONG *out_len);

/* Argument checks that the daemon cannot make, since pointers stay here. */
int bad_bytes(const void *bytes, CK_ULONG len);
CK_RV check_template(const CK_ATTRIBUTE *attrs, CK_ULONG count);
CK_RV check_mechanism(const CK_MECHANISM *mech);

#endif
