/* The function table, the one exported symbol, and the functions that this device does not have. */
#include <stddef.h>

#include "link.h"

#define ABSENT(name, args) \
    CK_RV name args { \
        CK_RV ready = link_ready(); \
        return ready != CKR_OK ? ready : CKR_FUNCTION_NOT_SUPPORTED; \
    }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
ABSENT(C_InitToken, (CK_SLOT_ID slot, CK_UTF8CHAR *pin, CK_ULONG pin_len, CK_UTF8CHAR *label))
ABSENT(C_GetOperationState, (CK_SESSION_HANDLE session, CK_BYTE *state, CK_ULONG *len))
ABSENT(C_SetOperationState, (CK_SESSION_HANDLE session, CK_BYTE *state, CK_ULONG len, CK_OBJECT_HANDLE ek, CK_OBJECT_HANDLE ak))
ABSENT(C_CopyObject, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE from, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *object))
ABSENT(C_GetObjectSize, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ULONG *size))
ABSENT(C_EncryptInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key))
ABSENT(C_Encrypt, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_EncryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_EncryptFinal, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DecryptInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key))
ABSENT(C_Decrypt, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DecryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DecryptFinal, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DigestKey, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key))
ABSENT(C_SignRecoverInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key))
ABSENT(C_SignRecover, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_VerifyRecoverInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key))
ABSENT(C_VerifyRecover, (CK_SESSION_HANDLE session, CK_BYTE *sig, CK_ULONG sig_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DigestEncryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DecryptDigestUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_SignEncryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_DecryptVerifyUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_GenerateKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *key))
ABSENT(C_WrapKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key, CK_BYTE *out, CK_ULONG *out_len))
ABSENT(C_UnwrapKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE by, CK_BYTE *in, CK_ULONG in_len, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *key))
ABSENT(C_DeriveKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE from, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *key))
ABSENT(C_WaitForSlotEvent, (CK_FLAGS flags, CK_SLOT_ID *slot, void *reserved))

/* Legacy functions of clause 5.16, which never run in parallel. */
CK_RV C_GetFunctionStatus(CK_SESSION_HANDLE session) {
    return CKR_FUNCTION_NOT_PARALLEL;
}

CK_RV C_CancelFunction(CK_SESSION_HANDLE session) {
    return CKR_FUNCTION_NOT_PARALLEL;
}
#pragma GCC diagnostic pop

#define ENTRY(name, args) .name = name,
static CK_FUNCTION_LIST functions = {.version = {2, 40}, CK_FUNCTIONS(ENTRY)};

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
    if (list == NULL) return CKR_ARGUMENTS_BAD;
    *list = &functions;
    return CKR_OK;
}
