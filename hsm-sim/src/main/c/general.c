/* Clauses 5.4 and 5.5: the library, its slots and tokens. */
#include <string.h>

#include "link.h"
#include "wire.h"

#define READY() \
    do { \
        CK_RV ready = link_ready(); \
        if (ready != CKR_OK) return ready; \
    } while (0)

CK_RV C_Initialize(void *args) {
    const CK_C_INITIALIZE_ARGS *a = args;
    if (a != NULL) {
        int given = (a->CreateMutex != NULL) + (a->DestroyMutex != NULL) + (a->LockMutex != NULL) + (a->UnlockMutex != NULL);
        if (a->pReserved != NULL || (given != 0 && given != 4)) return CKR_ARGUMENTS_BAD;
        if (given == 4 && (a->flags & CKF_OS_LOCKING_OK) == 0) return CKR_CANT_LOCK;
    }
    return link_open();
}

CK_RV C_Finalize(void *reserved) {
    READY();
    if (reserved != NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_FINALIZE);
    call_plain(&c); /* a daemon that is away has no state of ours to drop */
    return link_close();
}

static void pad(CK_UTF8CHAR *field, size_t size, const char *text) {
    memset(field, ' ', size);
    size_t len = strlen(text);
    memcpy(field, text, len < size ? len : size);
}

CK_RV C_GetInfo(CK_INFO *info) {
    READY();
    if (info == NULL) return CKR_ARGUMENTS_BAD;
    memset(info, 0, sizeof *info);
    info->cryptokiVersion.major = 2;
    info->cryptokiVersion.minor = 40;
    pad(info->manufacturerID, sizeof info->manufacturerID, "Xinfu");
    pad(info->libraryDescription, sizeof info->libraryDescription, "Xinfu HSM simulator");
    info->libraryVersion.minor = 1;
    return CKR_OK;
}

static CK_RV read_list(struct call *c, CK_ULONG *list, CK_ULONG *count) {
    CK_RV rv = call_send(c);
    if (rv != CKR_OK) return call_end(c, rv);
    CK_ULONG found = get_ulong(c);
    if (list != NULL && found > *count) rv = CKR_BUFFER_TOO_SMALL;
    if (list != NULL && rv == CKR_OK)
        for (CK_ULONG i = 0; i < found; i++) list[i] = get_ulong(c);
    *count = found;
    return call_end(c, rv);
}

CK_RV C_GetSlotList(CK_BBOOL present, CK_SLOT_ID *list, CK_ULONG *count) {
    READY();
    if (count == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_SLOT_LIST);
    put_byte(&c, present != 0);
    return read_list(&c, list, count);
}

CK_RV C_GetMechanismList(CK_SLOT_ID slot, CK_MECHANISM_TYPE *list, CK_ULONG *count) {
    READY();
    if (count == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_MECHANISM_LIST);
    put_ulong(&c, slot);
    return read_list(&c, list, count);
}

CK_RV C_GetMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info) {
    READY();
    if (info == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_MECHANISM_INFO);
    put_ulong(&c, slot);
    put_ulong(&c, type);
    CK_RV rv = call_send(&c);
    if (rv == CKR_OK) {
        info->ulMinKeySize = get_ulong(&c);
        info->ulMaxKeySize = get_ulong(&c);
        info->flags = get_ulong(&c);
    }
    return call_end(&c, rv);
}

static void get_version(struct call *c, CK_VERSION *version) {
    version->major = get_byte(c);
    version->minor = get_byte(c);
}

CK_RV C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO *info) {
    READY();
    if (info == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_SLOT_INFO);
    put_ulong(&c, slot);
    CK_RV rv = call_send(&c);
    if (rv == CKR_OK) {
        get_fixed(&c, info->slotDescription, sizeof info->slotDescription);
        get_fixed(&c, info->manufacturerID, sizeof info->manufacturerID);
        info->flags = get_ulong(&c);
        get_version(&c, &info->hardwareVersion);
        get_version(&c, &info->firmwareVersion);
    }
    return call_end(&c, rv);
}

CK_RV C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info) {
    READY();
    if (info == NULL) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_TOKEN_INFO);
    put_ulong(&c, slot);
    CK_RV rv = call_send(&c);
    if (rv == CKR_OK) {
        get_fixed(&c, info->label, sizeof info->label);
        get_fixed(&c, info->manufacturerID, sizeof info->manufacturerID);
        get_fixed(&c, info->model, sizeof info->model);
        get_fixed(&c, info->serialNumber, sizeof info->serialNumber);
        info->flags = get_ulong(&c);
        info->ulMaxSessionCount = get_ulong(&c);
        info->ulSessionCount = get_ulong(&c);
        info->ulMaxRwSessionCount = get_ulong(&c);
        info->ulRwSessionCount = get_ulong(&c);
        info->ulMaxPinLen = get_ulong(&c);
        info->ulMinPinLen = get_ulong(&c);
        info->ulTotalPublicMemory = CK_UNAVAILABLE_INFORMATION;
        info->ulFreePublicMemory = CK_UNAVAILABLE_INFORMATION;
        info->ulTotalPrivateMemory = CK_UNAVAILABLE_INFORMATION;
        info->ulFreePrivateMemory = CK_UNAVAILABLE_INFORMATION;
        get_version(&c, &info->hardwareVersion);
        get_version(&c, &info->firmwareVersion);
        memset(info->utcTime, ' ', sizeof info->utcTime); /* no clock: CKF_CLOCK_ON_TOKEN is never set */
    }
    return call_end(&c, rv);
}
