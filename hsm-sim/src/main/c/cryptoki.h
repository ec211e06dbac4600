/*
 * The part of PKCS#11 v2.40 (OASIS Standard, base specification, clauses 3 and 5) that the library needs:
 * types, return values and the function table, in the table's order. Written from the tables of the
 * standard; the Unix convention applies (natural alignment, CK_ULONG is an unsigned long).
 */
#ifndef XINFU_CRYPTOKI_H
#define XINFU_CRYPTOKI_H

typedef unsigned char CK_BYTE;
typedef CK_BYTE CK_CHAR;
typedef CK_BYTE CK_UTF8CHAR;
typedef CK_BYTE CK_BBOOL;
typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_FLAGS;
typedef CK_ULONG CK_RV;
typedef CK_ULONG CK_SLOT_ID;
typedef CK_ULONG CK_SESSION_HANDLE;
typedef CK_ULONG CK_OBJECT_HANDLE;
typedef CK_ULONG CK_USER_TYPE;
typedef CK_ULONG CK_STATE;
typedef CK_ULONG CK_ATTRIBUTE_TYPE;
typedef CK_ULONG CK_MECHANISM_TYPE;
typedef CK_ULONG CK_NOTIFICATION;

#define CK_UNAVAILABLE_INFORMATION (~0UL)

typedef struct CK_VERSION {
    CK_BYTE major;
    CK_BYTE minor;
} CK_VERSION;

typedef struct CK_INFO {
    CK_VERSION cryptokiVersion;
    CK_UTF8CHAR manufacturerID[32];
    CK_FLAGS flags;
    CK_UTF8CHAR libraryDescription[32];
    CK_VERSION libraryVersion;
} CK_INFO;

typedef struct CK_SLOT_INFO {
    CK_UTF8CHAR slotDescription[64];
    CK_UTF8CHAR manufacturerID[32];
    CK_FLAGS flags;
    CK_VERSION hardwareVersion;
    CK_VERSION firmwareVersion;
} CK_SLOT_INFO;

typedef struct CK_TOKEN_INFO {
    CK_UTF8CHAR label[32];
    CK_UTF8CHAR manufacturerID[32];
    CK_UTF8CHAR model[16];
    CK_CHAR serialNumber[16];
    CK_FLAGS flags;
    CK_ULONG ulMaxSessionCount;
    CK_ULONG ulSessionCount;
    CK_ULONG ulMaxRwSessionCount;
    CK_ULONG ulRwSessionCount;
    CK_ULONG ulMaxPinLen;
    CK_ULONG ulMinPinLen;
    CK_ULONG ulTotalPublicMemory;
    CK_ULONG ulFreePublicMemory;
    CK_ULONG ulTotalPrivateMemory;
    CK_ULONG ulFreePrivateMemory;
    CK_VERSION hardwareVersion;
    CK_VERSION firmwareVersion;
    CK_CHAR utcTime[16];
} CK_TOKEN_INFO;

typedef struct CK_SESSION_INFO {
    CK_SLOT_ID slotID;
    CK_STATE state;
    CK_FLAGS flags;
    CK_ULONG ulDeviceError;
} CK_SESSION_INFO;

typedef struct CK_ATTRIBUTE {
    CK_ATTRIBUTE_TYPE type;
    void *pValue;
    CK_ULONG ulValueLen;
} CK_ATTRIBUTE;

typedef struct CK_MECHANISM {
    CK_MECHANISM_TYPE mechanism;
    void *pParameter;
    CK_ULONG ulParameterLen;
} CK_MECHANISM;

typedef struct CK_MECHANISM_INFO {
    CK_ULONG ulMinKeySize;
    CK_ULONG ulMaxKeySize;
    CK_FLAGS flags;
} CK_MECHANISM_INFO;

typedef CK_RV (*CK_NOTIFY)(CK_SESSION_HANDLE, CK_NOTIFICATION, void *);

typedef struct CK_C_INITIALIZE_ARGS {
    CK_RV (*CreateMutex)(void **);
    CK_RV (*DestroyMutex)(void *);
    CK_RV (*LockMutex)(void *);
    CK_RV (*UnlockMutex)(void *);
    CK_FLAGS flags;
    void *pReserved;
} CK_C_INITIALIZE_ARGS;

#define CKF_OS_LOCKING_OK 0x00000002UL
#define CKF_SERIAL_SESSION 0x00000004UL

#define CKM_RSA_PKCS_PSS 0x0000000DUL
#define CKM_SHA1_RSA_PKCS_PSS 0x0000000EUL
#define CKM_SHA256_RSA_PKCS_PSS 0x00000043UL
#define CKM_SHA384_RSA_PKCS_PSS 0x00000044UL
#define CKM_SHA512_RSA_PKCS_PSS 0x00000045UL
#define CKM_VENDOR_DEFINED 0x80000000UL

#define CKR_OK 0x00000000UL
#define CKR_HOST_MEMORY 0x00000002UL
#define CKR_ARGUMENTS_BAD 0x00000007UL
#define CKR_CANT_LOCK 0x0000000AUL
#define CKR_ATTRIBUTE_SENSITIVE 0x00000011UL
#define CKR_ATTRIBUTE_TYPE_INVALID 0x00000012UL
#define CKR_DEVICE_ERROR 0x00000030UL
#define CKR_DEVICE_REMOVED 0x00000032UL
#define CKR_FUNCTION_NOT_PARALLEL 0x00000051UL
#define CKR_FUNCTION_NOT_SUPPORTED 0x00000054UL
#define CKR_MECHANISM_PARAM_INVALID 0x00000071UL
#define CKR_OPERATION_ACTIVE 0x00000090UL
#define CKR_SESSION_PARALLEL_NOT_SUPPORTED 0x000000B4UL
#define CKR_RANDOM_SEED_NOT_SUPPORTED 0x00000120UL
#define CKR_BUFFER_TOO_SMALL 0x00000150UL
#define CKR_CRYPTOKI_NOT_INITIALIZED 0x00000190UL
#define CKR_CRYPTOKI_ALREADY_INITIALIZED 0x00000191UL

struct CK_FUNCTION_LIST;

/* One line per function, in the order of the table: the type, the prototype and the table all come from it. */
#define CK_FUNCTIONS(F) \
    F(C_Initialize, (void *args)) \
    F(C_Finalize, (void *reserved)) \
    F(C_GetInfo, (CK_INFO *info)) \
    F(C_GetFunctionList, (struct CK_FUNCTION_LIST **list)) \
    F(C_GetSlotList, (CK_BBOOL present, CK_SLOT_ID *list, CK_ULONG *count)) \
    F(C_GetSlotInfo, (CK_SLOT_ID slot, CK_SLOT_INFO *info)) \
    F(C_GetTokenInfo, (CK_SLOT_ID slot, CK_TOKEN_INFO *info)) \
    F(C_GetMechanismList, (CK_SLOT_ID slot, CK_MECHANISM_TYPE *list, CK_ULONG *count)) \
    F(C_GetMechanismInfo, (CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info)) \
    F(C_InitToken, (CK_SLOT_ID slot, CK_UTF8CHAR *pin, CK_ULONG pin_len, CK_UTF8CHAR *label)) \
    F(C_InitPIN, (CK_SESSION_HANDLE session, CK_UTF8CHAR *pin, CK_ULONG pin_len)) \
    F(C_SetPIN, (CK_SESSION_HANDLE session, CK_UTF8CHAR *old, CK_ULONG old_len, CK_UTF8CHAR *pin, CK_ULONG pin_len)) \
    F(C_OpenSession, (CK_SLOT_ID slot, CK_FLAGS flags, void *app, CK_NOTIFY notify, CK_SESSION_HANDLE *session)) \
    F(C_CloseSession, (CK_SESSION_HANDLE session)) \
    F(C_CloseAllSessions, (CK_SLOT_ID slot)) \
    F(C_GetSessionInfo, (CK_SESSION_HANDLE session, CK_SESSION_INFO *info)) \
    F(C_GetOperationState, (CK_SESSION_HANDLE session, CK_BYTE *state, CK_ULONG *len)) \
    F(C_SetOperationState, (CK_SESSION_HANDLE session, CK_BYTE *state, CK_ULONG len, CK_OBJECT_HANDLE ek, CK_OBJECT_HANDLE ak)) \
    F(C_Login, (CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG pin_len)) \
    F(C_Logout, (CK_SESSION_HANDLE session)) \
    F(C_CreateObject, (CK_SESSION_HANDLE session, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *object)) \
    F(C_CopyObject, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE from, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *object)) \
    F(C_DestroyObject, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object)) \
    F(C_GetObjectSize, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ULONG *size)) \
    F(C_GetAttributeValue, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *attrs, CK_ULONG count)) \
    F(C_SetAttributeValue, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *attrs, CK_ULONG count)) \
    F(C_FindObjectsInit, (CK_SESSION_HANDLE session, CK_ATTRIBUTE *attrs, CK_ULONG count)) \
    F(C_FindObjects, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG max, CK_ULONG *count)) \
    F(C_FindObjectsFinal, (CK_SESSION_HANDLE session)) \
    F(C_EncryptInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key)) \
    F(C_Encrypt, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_EncryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_EncryptFinal, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DecryptInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key)) \
    F(C_Decrypt, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DecryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DecryptFinal, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DigestInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech)) \
    F(C_Digest, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DigestUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len)) \
    F(C_DigestKey, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)) \
    F(C_DigestFinal, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_SignInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key)) \
    F(C_Sign, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_SignUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len)) \
    F(C_SignFinal, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_SignRecoverInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key)) \
    F(C_SignRecover, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_VerifyInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key)) \
    F(C_Verify, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *sig, CK_ULONG sig_len)) \
    F(C_VerifyUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len)) \
    F(C_VerifyFinal, (CK_SESSION_HANDLE session, CK_BYTE *sig, CK_ULONG sig_len)) \
    F(C_VerifyRecoverInit, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE key)) \
    F(C_VerifyRecover, (CK_SESSION_HANDLE session, CK_BYTE *sig, CK_ULONG sig_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DigestEncryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DecryptDigestUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_SignEncryptUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_DecryptVerifyUpdate, (CK_SESSION_HANDLE session, CK_BYTE *in, CK_ULONG in_len, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_GenerateKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *key)) \
    F(C_GenerateKeyPair, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_ATTRIBUTE *pub, CK_ULONG pub_count, CK_ATTRIBUTE *priv, CK_ULONG priv_count, CK_OBJECT_HANDLE *public_key, CK_OBJECT_HANDLE *private_key)) \
    F(C_WrapKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key, CK_BYTE *out, CK_ULONG *out_len)) \
    F(C_UnwrapKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE by, CK_BYTE *in, CK_ULONG in_len, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *key)) \
    F(C_DeriveKey, (CK_SESSION_HANDLE session, CK_MECHANISM *mech, CK_OBJECT_HANDLE from, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *key)) \
    F(C_SeedRandom, (CK_SESSION_HANDLE session, CK_BYTE *seed, CK_ULONG len)) \
    F(C_GenerateRandom, (CK_SESSION_HANDLE session, CK_BYTE *out, CK_ULONG len)) \
    F(C_GetFunctionStatus, (CK_SESSION_HANDLE session)) \
    F(C_CancelFunction, (CK_SESSION_HANDLE session)) \
    F(C_WaitForSlotEvent, (CK_FLAGS flags, CK_SLOT_ID *slot, void *reserved))

#define CK_MEMBER(name, args) CK_RV(*name) args;
typedef struct CK_FUNCTION_LIST {
    CK_VERSION version;
    CK_FUNCTIONS(CK_MEMBER)
} CK_FUNCTION_LIST;
#undef CK_MEMBER

#define CK_PROTOTYPE(name, args) CK_RV name args;
CK_FUNCTIONS(CK_PROTOTYPE)
#undef CK_PROTOTYPE

#endif
