/* Clauses 5.6 and 5.15: sessions, PINs and random numbers. */
#include "held.h"
#include "link.h"
#include "wire.h"

static CK_RV plain(enum op op, CK_ULONG subject) {
    CK_RV ready = link_ready();
    if (ready != CKR_OK) return ready;
    struct call c;
    call_begin(&c, op);
    put_ulong(&c, subject);
    return call_plain(&c);
}

CK_RV C_OpenSession(CK_SLOT_ID slot, CK_FLAGS flags, void *app, CK_NOTIFY notify, CK_SESSION_HANDLE *session) {
    (void)app;
    (void)notify; /* surrendering callbacks are optional, and never called here */
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (session == NULL) return CKR_ARGUMENTS_BAD;
    if ((flags & CKF_SERIAL_SESSION) == 0) return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
    struct call c;
    call_begin(&c, OP_OPEN_SESSION);
    put_ulong(&c, slot);
    put_ulong(&c, flags);
    rv = call_send(&c);
    if (rv == CKR_OK) *session = get_ulong(&c);
    return call_end(&c, rv);
}

CK_RV C_CloseSession(CK_SESSION_HANDLE session) {
    held_drop(session);
    return plain(OP_CLOSE_SESSION, session);
}

CK_RV C_CloseAllSessions(CK_SLOT_ID slot) {
    held_doubt();
    return plain(OP_CLOSE_ALL_SESSIONS, slot);
}

CK_RV C_Logout(CK_SESSION_HANDLE session) {
    held_doubt();
    return plain(OP_LOGOUT, session);
}

CK_RV C_GetSessionInfo(CK_SESSION_HANDLE session, CK_SESSION_INFO *info) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (info == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_SESSION_INFO);
    put_ulong(&c, session);
    rv = call_send(&c);
    if (rv == CKR_OK) {
        info->slotID = get_ulong(&c);
        info->state = get_ulong(&c);
        info->flags = get_ulong(&c);
        info->ulDeviceError = 0;
    }
    return call_end(&c, rv);
}

CK_RV C_Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG pin_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(pin, pin_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_LOGIN);
    put_ulong(&c, session);
    put_ulong(&c, user);
    put_bytes(&c, pin, pin_len);
    return call_plain(&c);
}

CK_RV C_InitPIN(CK_SESSION_HANDLE session, CK_UTF8CHAR *pin, CK_ULONG pin_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(pin, pin_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_INIT_PIN);
    put_ulong(&c, session);
    put_bytes(&c, pin, pin_len);
    return call_plain(&c);
}

CK_RV C_SetPIN(CK_SESSION_HANDLE session, CK_UTF8CHAR *old, CK_ULONG old_len, CK_UTF8CHAR *pin, CK_ULONG pin_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(old, old_len) || bad_bytes(pin, pin_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_SET_PIN);
    put_ulong(&c, session);
    put_bytes(&c, old, old_len);
    put_bytes(&c, pin, pin_len);
    return call_plain(&c);
}

CK_RV C_SeedRandom(CK_SESSION_HANDLE session, CK_BYTE *seed, CK_ULONG len) {
    (void)session;
    (void)seed;
    (void)len;
    CK_RV ready = link_ready();
    return ready != CKR_OK ? ready : CKR_RANDOM_SEED_NOT_SUPPORTED;
}

CK_RV C_GenerateRandom(CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(out, len) || len > WIRE_MAX_FRAME / 2) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_RANDOM);
    put_ulong(&c, session);
    put_ulong(&c, len);
    rv = call_send(&c);
    if (rv == CKR_OK) get_fixed(&c, out, len);
    return call_end(&c, rv);
}
