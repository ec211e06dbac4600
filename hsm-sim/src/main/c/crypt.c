/* Clauses 5.10 to 5.14: digests, signatures and key pairs. */
#include "held.h"
#include "link.h"
#include "wire.h"

static CK_RV init(enum op op, CK_SESSION_HANDLE session, const CK_MECHANISM *mech, CK_OBJECT_HANDLE key) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    rv = check_mechanism(mech);
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, op);
    put_ulong(&c, session);
    put_mechanism(&c, mech);
    put_ulong(&c, key);
    return call_plain(&c);
}

static CK_RV update(enum op op, CK_SESSION_HANDLE session, const CK_BYTE *in, CK_ULONG in_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(in, in_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, op);
    put_ulong(&c, session);
    put_bytes(&c, in, in_len);
    return call_plain(&c);
}

/* The whole input at once, or none (in == NULL, in_len == 0) for the final call of a multi-part operation. */
static CK_RV whole(struct call *c, const CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len) {
    put_bytes(c, in, in_len);
    put_room(c, out, *out_len);
    return call_output(c, out, out_len);
}

CK_RV C_DigestInit(CK_SESSION_HANDLE session, CK_MECHANISM *mech) {
    return init(OP_DIGEST_INIT, session, mech, 0);
}

CK_RV C_Digest(CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (out_len == NULL || bad_bytes(in, in_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_DIGEST);
    put_ulong(&c, session);
    return whole(&c, in, in_len, out, out_len);
}

CK_RV C_DigestUpdate(CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len) {
    return update(OP_DIGEST_UPDATE, session, in, in_len);
}

CK_RV C_DigestFinal(CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (out_len == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_DIGEST_FINAL);
    put_ulong(&c, session);
    return whole(&c, NULL, 0, out, out_len);
}

/* Tells the daemon of a start that waits, since what comes now is not its whole input. */
static CK_RV send_held(CK_SESSION_HANDLE session) {
    struct start start;
    if (!held_take(session, &start)) {
        held_drop(session);
        return CKR_OK;
    }
    held_drop(session);
    CK_MECHANISM mech = {start.mech, NULL, 0};
    return init(OP_SIGN_INIT, session, &mech, start.key);
}

CK_RV C_SignInit(CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    int plain = mech != NULL && mech->pParameter == NULL && mech->ulParameterLen == 0;
    struct start start = {session, plain ? mech->mechanism : NO_MECHANISM, key};
    enum held_answer answer = held_begin(&start);
    if (answer != HELD_ASK) return answer == HELD_KEPT ? CKR_OK : CKR_OPERATION_ACTIVE;
    rv = init(OP_SIGN_INIT, session, mech, key);
    if (rv == CKR_OK && plain) held_accepted(&start);
    else if (rv == CKR_OK) held_drop(session);
    return rv;
}

CK_RV C_Sign(CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (out_len == NULL || bad_bytes(in, in_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    struct start start;
    if (held_take(session, &start)) {
        CK_MECHANISM mech = {start.mech, NULL, 0};
        call_begin(&c, OP_SIGN_AT_ONCE);
        put_ulong(&c, session);
        put_mechanism(&c, &mech);
        put_ulong(&c, start.key);
    } else {
        call_begin(&c, OP_SIGN);
        put_ulong(&c, session);
    }
    rv = whole(&c, in, in_len, out, out_len);
    /* Clause 5.2: after a question for the length, or too little room, the operation goes on. */
    if (rv == CKR_OK && out != NULL) held_finished(session);
    else if (rv != CKR_OK && rv != CKR_BUFFER_TOO_SMALL) held_drop(session);
    return rv;
}

CK_RV C_SignUpdate(CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(in, in_len)) return CKR_ARGUMENTS_BAD;
    rv = send_held(session);
    return rv != CKR_OK ? rv : update(OP_SIGN_UPDATE, session, in, in_len);
}

CK_RV C_SignFinal(CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (out_len == NULL) return CKR_ARGUMENTS_BAD;
    rv = send_held(session);
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, OP_SIGN_FINAL);
    put_ulong(&c, session);
    return whole(&c, NULL, 0, out, out_len);
}

CK_RV C_VerifyInit(CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key) {
    return init(OP_VERIFY_INIT, session, mech, key);
}

CK_RV C_Verify(CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *sig, CK_ULONG sig_len) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (bad_bytes(in, in_len) || bad_bytes(sig, sig_len)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_VERIFY);
    put_ulong(&c, session);
    put_bytes(&c, in, in_len);
    put_bytes(&c, sig, sig_len);
    return call_plain(&c);
}

CK_RV C_VerifyUpdate(CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len) {
    return update(OP_VERIFY_UPDATE, session, in, in_len);
}

CK_RV C_VerifyFinal(CK_SESSION_HANDLE session, CK_BYTE *sig, CK_ULONG sig_len) {
    return update(OP_VERIFY_FINAL, session, sig, sig_len);
}

CK_RV C_GenerateKeyPair(CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_ATTRIBUTE *pub, CK_ULONG pub_count,
                        CK_ATTRIBUTE *priv, CK_ULONG priv_count, CK_OBJECT_HANDLE *public_key, CK_OBJECT_HANDLE *private_key) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (public_key == NULL || private_key == NULL) return CKR_ARGUMENTS_BAD;
    rv = check_mechanism(mech);
    if (rv == CKR_OK) rv = check_template(pub, pub_count);
    if (rv == CKR_OK) rv = check_template(priv, priv_count);
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, OP_GENERATE_KEY_PAIR);
    put_ulong(&c, session);
    put_mechanism(&c, mech);
    put_template(&c, pub, pub_count);
    put_template(&c, priv, priv_count);
    rv = call_send(&c);
    if (rv == CKR_OK) {
        *public_key = get_ulong(&c);
        *private_key = get_ulong(&c);
    }
    return call_end(&c, rv);
}
