#define _GNU_SOURCE
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "link.h"

_Static_assert(sizeof(CK_ULONG) == 8, "the wire carries 64-bit numbers");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the wire is little-endian");

static void put(struct call *c, const void *bytes, size_t len) {
    if (c->no_memory || len == 0) return;
    if (len > WIRE_MAX_FRAME - c->out_len) {
        c->no_memory = 1;
        return;
    }
    if (c->out_len + len > c->out_cap) {
        size_t cap = (c->out_len + len) * 2;
        uint8_t *grown = realloc(c->out, cap);
        if (grown == NULL) {
            c->no_memory = 1;
            return;
        }
        c->out = grown;
        c->out_cap = cap;
    }
    memcpy(c->out + c->out_len, bytes, len);
    c->out_len += len;
}

void call_begin(struct call *c, enum op op) {
    memset(c, 0, sizeof *c);
    c->out_cap = 256;
    c->out = malloc(c->out_cap);
    if (c->out == NULL) {
        c->no_memory = 1;
        return;
    }
    memset(c->out, 0, 4); /* the length, known at the end */
    c->out_len = 4;
    put_byte(c, (uint8_t)op);
}

void put_byte(struct call *c, uint8_t value) {
    put(c, &value, 1);
}

void put_ulong(struct call *c, CK_ULONG value) {
    put(c, &value, 8);
}

void put_bytes(struct call *c, const void *bytes, CK_ULONG len) {
    if (len > WIRE_MAX_FRAME) {
        c->no_memory = 1;
        return;
    }
    uint32_t n = (uint32_t)len;
    put(c, &n, 4);
    put(c, bytes, n);
}

void put_mechanism(struct call *c, const CK_MECHANISM *mech) {
    put_ulong(c, mech->mechanism);
    put_bytes(c, mech->pParameter, mech->pParameter == NULL ? 0 : mech->ulParameterLen);
}

void put_template(struct call *c, const CK_ATTRIBUTE *attrs, CK_ULONG count) {
    put_ulong(c, count);
    for (CK_ULONG i = 0; i < count; i++) {
        put_ulong(c, attrs[i].type);
        put_bytes(c, attrs[i].pValue, attrs[i].ulValueLen);
    }
}

void put_room(struct call *c, const void *out, CK_ULONG room) {
    put_byte(c, out != NULL);
    put_ulong(c, out == NULL ? 0 : room);
}

/* Takes at least len bytes, at most cap: how many came, 0 when the other end is gone. */
static size_t receive(int fd, uint8_t *to, size_t len, size_t cap) {
    size_t had = 0;
    while (had < len) {
        ssize_t n = recv(fd, to + had, cap - had, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 0;
        had += (size_t)n;
    }
    return had;
}

/* 1 when a whole reply lies in c->in; 0 when the connection is of no more use; -1 without memory. */
static int exchange(struct call *c, int fd) {
    uint8_t first[512]; /* most replies come whole at the first try, and nothing follows a reply unasked */
    uint32_t len;
    if (!link_send(fd, c->out, c->out_len)) return 0;
    size_t had = receive(fd, first, 4, sizeof first);
    if (had == 0) return 0;
    memcpy(&len, first, 4);
    had -= 4;
    if (len < 8 || len > WIRE_MAX_FRAME || had > len) return 0;
    c->in = malloc(len);
    if (c->in == NULL) return -1;
    c->in_len = len;
    memcpy(c->in, first + 4, had);
    return had == len || receive(fd, c->in + had, len - had, len - had) != 0;
}

CK_RV call_send(struct call *c) {
    if (c->no_memory) return CKR_HOST_MEMORY;
    uint32_t len = (uint32_t)(c->out_len - 4);
    memcpy(c->out, &len, 4);
    struct connection connection = link_take();
    if (connection.fd < 0) return CKR_DEVICE_REMOVED;
    int done = exchange(c, connection.fd);
    if (done != 1) {
        link_break(connection);
        return done < 0 ? CKR_HOST_MEMORY : CKR_DEVICE_REMOVED;
    }
    link_give(connection);
    return get_ulong(c);
}

void get_fixed(struct call *c, void *to, size_t len) {
    if (len > c->in_len - c->in_pos) {
        c->short_reply = 1;
        memset(to, 0, len);
        return;
    }
    if (len > 0) memcpy(to, c->in + c->in_pos, len);
    c->in_pos += len;
}

uint8_t get_byte(struct call *c) {
    uint8_t value;
    get_fixed(c, &value, 1);
    return value;
}

CK_ULONG get_ulong(struct call *c) {
    CK_ULONG value;
    get_fixed(c, &value, 8);
    return value;
}

CK_RV call_end(struct call *c, CK_RV rv) {
    if (c->out != NULL) explicit_bzero(c->out, c->out_len); /* it may have held a PIN */
    free(c->out);
    free(c->in);
    return c->short_reply ? CKR_DEVICE_ERROR : rv;
}

CK_RV call_plain(struct call *c) {
    return call_end(c, call_send(c));
}

CK_RV call_output(struct call *c, CK_BYTE *out, CK_ULONG *out_len) {
    CK_RV rv = call_send(c);
    if (rv == CKR_OK || rv == CKR_BUFFER_TOO_SMALL) {
        CK_ULONG len = get_ulong(c);
        if (rv == CKR_OK && out != NULL) {
            if (len > *out_len) return call_end(c, CKR_DEVICE_ERROR);
            get_fixed(c, out, len);
        }
        if (!c->short_reply) *out_len = len;
    }
    return call_end(c, rv);
}

int bad_bytes(const void *bytes, CK_ULONG len) {
    return bytes == NULL && len > 0;
}

CK_RV check_template(const CK_ATTRIBUTE *attrs, CK_ULONG count) {
    if (count > 4096 || bad_bytes(attrs, count)) return CKR_ARGUMENTS_BAD;
    for (CK_ULONG i = 0; i < count; i++)
        if (attrs[i].ulValueLen > WIRE_MAX_FRAME || bad_bytes(attrs[i].pValue, attrs[i].ulValueLen)) return CKR_ARGUMENTS_BAD;
    return CKR_OK;
}

/* Parameters cross as flat bytes: those of the vendor mechanisms are, PSS has no pointers, no other mechanism has any. */
CK_RV check_mechanism(const CK_MECHANISM *mech) {
    if (mech == NULL) return CKR_ARGUMENTS_BAD;
    if (mech->pParameter == NULL) return mech->ulParameterLen == 0 ? CKR_OK : CKR_MECHANISM_PARAM_INVALID;
    if (mech->ulParameterLen > 65536) return CKR_MECHANISM_PARAM_INVALID;
    if (mech->mechanism >= CKM_VENDOR_DEFINED || mech->ulParameterLen == 0) return CKR_OK;
    switch (mech->mechanism) {
        case CKM_RSA_PKCS_PSS:
        case CKM_SHA1_RSA_PKCS_PSS:
        case CKM_SHA256_RSA_PKCS_PSS:
        case CKM_SHA384_RSA_PKCS_PSS:
        case CKM_SHA512_RSA_PKCS_PSS:
            return mech->ulParameterLen == 24 ? CKR_OK : CKR_MECHANISM_PARAM_INVALID;
        default:
            return CKR_MECHANISM_PARAM_INVALID;
    }
}
