/* A caller that does everything wrong: each call must answer with a CKR_…, none may crash. argv: library, PIN. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../main/c/cryptoki.h"

#define WANT(expected, call) \
    do { \
        CK_RV got = (call); \
        if (got != (expected)) { \
            fprintf(stderr, "line %d: %s gave 0x%lx, not 0x%lx\n", __LINE__, #call, got, (CK_RV)(expected)); \
            exit(1); \
        } \
    } while (0)

static CK_FUNCTION_LIST *p11;

/* Stands before the C library's own, so that the library's requests are counted; each is sent whole. */
static int requests;
ssize_t send(int fd, const void *bytes, size_t len, int flags) {
    requests++;
    return syscall(SYS_sendto, fd, bytes, len, flags, NULL, 0);
}

static void before_initialize(void) {
    CK_ULONG n = 0;
    CK_SESSION_HANDLE s;
    WANT(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_GetSlotList(1, NULL, &n));
    WANT(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_OpenSession(0, 4, NULL, NULL, &s));
    WANT(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_Finalize(NULL));
    WANT(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_WaitForSlotEvent(0, NULL, NULL));
}

static void initialize(void) {
    CK_C_INITIALIZE_ARGS args;
    memset(&args, 0, sizeof args);
    args.pReserved = &args;
    WANT(CKR_ARGUMENTS_BAD, p11->C_Initialize(&args));
    args.pReserved = NULL;
    args.flags = CKF_OS_LOCKING_OK;
    WANT(CKR_OK, p11->C_Initialize(&args));
    WANT(CKR_CRYPTOKI_ALREADY_INITIALIZED, p11->C_Initialize(NULL));
}

static void null_pointers(CK_SESSION_HANDLE s) {
    CK_ATTRIBUTE hole = {0, NULL, 5};
    CK_ATTRIBUTE huge = {0, &hole, ~0UL};
    CK_MECHANISM no_value = {0x80008100UL, NULL, 9};
    CK_MECHANISM pointers = {0x1041, &hole, sizeof hole};
    CK_OBJECT_HANDLE o;
    CK_ULONG n = 1;
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetInfo(NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetSlotList(1, NULL, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetSlotInfo(0, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetTokenInfo(0, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetMechanismList(0, NULL, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetMechanismInfo(0, 1, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_OpenSession(0, 4, NULL, NULL, NULL));
    WANT(CKR_SESSION_PARALLEL_NOT_SUPPORTED, p11->C_OpenSession(0, 0, NULL, NULL, &o));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetSessionInfo(s, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_Login(s, 1, NULL, 8));
    WANT(CKR_ARGUMENTS_BAD, p11->C_CreateObject(s, NULL, 3, &o));
    WANT(CKR_ARGUMENTS_BAD, p11->C_CreateObject(s, &hole, 1, &o));
    WANT(CKR_ARGUMENTS_BAD, p11->C_CreateObject(s, &huge, 1, &o));
    WANT(CKR_ARGUMENTS_BAD, p11->C_CreateObject(s, &hole, 0, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_FindObjectsInit(s, NULL, 1));
    WANT(CKR_ARGUMENTS_BAD, p11->C_FindObjectsInit(s, &hole, ~0UL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_FindObjects(s, NULL, 4, &n));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GetAttributeValue(s, 1, NULL, 1));
    WANT(CKR_ARGUMENTS_BAD, p11->C_SignInit(s, NULL, 1));
    WANT(CKR_MECHANISM_PARAM_INVALID, p11->C_SignInit(s, &no_value, 1));
    WANT(CKR_MECHANISM_PARAM_INVALID, p11->C_SignInit(s, &pointers, 1));
    WANT(CKR_ARGUMENTS_BAD, p11->C_Sign(s, NULL, 4, NULL, &n));
    WANT(CKR_ARGUMENTS_BAD, p11->C_Sign(s, (CK_BYTE *)"x", 1, NULL, NULL));
    WANT(CKR_ARGUMENTS_BAD, p11->C_Verify(s, (CK_BYTE *)"x", 1, NULL, 64));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GenerateRandom(s, NULL, 16));
    WANT(CKR_ARGUMENTS_BAD, p11->C_GenerateKeyPair(s, &no_value, NULL, 0, NULL, 0, NULL, NULL));
    WANT(CKR_FUNCTION_NOT_SUPPORTED, p11->C_WrapKey(s, NULL, 0, 0, NULL, NULL));
    WANT(CKR_FUNCTION_NOT_PARALLEL, p11->C_CancelFunction(s));
}

static void lengths(CK_SESSION_HANDLE s) {
    CK_MECHANISM sm3 = {0x80000005UL, NULL, 0};
    CK_BYTE out[64];
    CK_ULONG n = 0;
    WANT(CKR_OK, p11->C_DigestInit(s, &sm3));
    WANT(0x90, p11->C_DigestInit(s, &sm3));
    WANT(CKR_OK, p11->C_Digest(s, (CK_BYTE *)"abc", 3, NULL, &n));
    if (n != 32) exit(2);
    n = 31;
    WANT(CKR_BUFFER_TOO_SMALL, p11->C_Digest(s, (CK_BYTE *)"abc", 3, out, &n));
    if (n != 32) exit(3);
    n = sizeof out;
    WANT(CKR_OK, p11->C_Digest(s, (CK_BYTE *)"abc", 3, out, &n));
    if (n != 32 || out[0] != 0x66 || out[31] != 0xe0) exit(4);
    WANT(0x91, p11->C_Digest(s, (CK_BYTE *)"abc", 3, out, &n));
}

static CK_OBJECT_HANDLE signing_key(CK_SESSION_HANDLE s) {
    CK_BYTE p256[] = {0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07};
    CK_BYTE yes = 1;
    CK_MECHANISM pair = {0x1040, NULL, 0};
    CK_ATTRIBUTE open[] = {{0x180, p256, sizeof p256}, {0x10A, &yes, 1}};
    CK_ATTRIBUTE secret[] = {{0x108, &yes, 1}, {0x2, &yes, 1}};
    CK_OBJECT_HANDLE public_key, private_key;
    WANT(CKR_OK, p11->C_GenerateKeyPair(s, &pair, open, 2, secret, 2, &public_key, &private_key));
    return private_key;
}

/* A start that waits in the library is for its caller the same as one that the daemon has taken. */
static void signatures(CK_SESSION_HANDLE s) {
    CK_MECHANISM ecdsa = {0x1041, NULL, 0};
    CK_MECHANISM other = {0x80000005UL, NULL, 0};
    CK_MECHANISM parameter = {0x80008100UL, &ecdsa, 4};
    CK_BYTE e[32] = {1};
    CK_BYTE out[64];
    CK_ULONG n = sizeof out;
    CK_OBJECT_HANDLE key = signing_key(s);
    for (int round = 0; round < 3; round++) {
        requests = 0;
        WANT(CKR_OK, p11->C_SignInit(s, &ecdsa, key));
        WANT(0x90, p11->C_SignInit(s, &ecdsa, key));
        WANT(0x90, p11->C_SignInit(s, &parameter, key));
        n = sizeof out;
        WANT(CKR_OK, p11->C_Sign(s, e, sizeof e, out, &n));
        if (n != 64) exit(6);
        if (round > 0 && requests != 1) exit(7);
        WANT(0x91, p11->C_Sign(s, e, sizeof e, out, &n));
        WANT(CKR_OK, p11->C_SignInit(s, &ecdsa, key));
        WANT(CKR_OK, p11->C_Sign(s, e, sizeof e, NULL, &n));
        n = 63;
        WANT(CKR_BUFFER_TOO_SMALL, p11->C_Sign(s, e, sizeof e, out, &n));
        WANT(0x90, p11->C_SignInit(s, &ecdsa, key));
        WANT(CKR_OK, p11->C_Sign(s, e, sizeof e, out, &n));
    }
    WANT(CKR_OK, p11->C_SignInit(s, &ecdsa, key));
    WANT(CKR_OK, p11->C_SignUpdate(s, e, sizeof e));
    WANT(0x90, p11->C_SignInit(s, &ecdsa, key));
    WANT(CKR_OK, p11->C_SignFinal(s, out, &n));
    WANT(0x91, p11->C_SignFinal(s, out, &n));
    WANT(0x70, p11->C_SignInit(s, &other, key));
    WANT(CKR_OK, p11->C_SignInit(s, &ecdsa, key));
    WANT(0x21, p11->C_Sign(s, e, 0, out, &n));
    WANT(CKR_OK, p11->C_SignInit(s, &ecdsa, key));
    WANT(CKR_OK, p11->C_Sign(s, e, sizeof e, out, &n));
    WANT(CKR_OK, p11->C_DestroyObject(s, key));
    WANT(0x60, p11->C_SignInit(s, &ecdsa, key));
}

static void fork_is_another_application(CK_SESSION_HANDLE s) {
    pid_t child = fork();
    if (child == 0) {
        CK_SESSION_INFO info;
        if (p11->C_GetSessionInfo(s, &info) != CKR_CRYPTOKI_NOT_INITIALIZED) _exit(1);
        if (p11->C_Initialize(NULL) != CKR_OK) _exit(2);
        if (p11->C_GetSessionInfo(s, &info) != 0xB3) _exit(3);
        if (p11->C_Finalize(NULL) != CKR_OK) _exit(4);
        _exit(0);
    }
    int status = 0;
    if (waitpid(child, &status, 0) < 0 || status != 0) {
        fprintf(stderr, "the child ended with %d\n", status);
        exit(5);
    }
    CK_SESSION_INFO info;
    WANT(CKR_OK, p11->C_GetSessionInfo(s, &info));
}

int main(int argc, char **argv) {
    if (argc != 3) return 64;
    void *library = dlopen(argv[1], RTLD_NOW);
    if (library == NULL) return 66;
    CK_RV (*list)(CK_FUNCTION_LIST **) = NULL;
    *(void **)&list = dlsym(library, "C_GetFunctionList");
    WANT(CKR_ARGUMENTS_BAD, list(NULL));
    WANT(CKR_OK, list(&p11));
    CK_SESSION_HANDLE s = 0;
    before_initialize();
    initialize();
    WANT(CKR_OK, p11->C_OpenSession(0, 6, NULL, NULL, &s));
    WANT(0xB3, p11->C_CloseSession(s + 1));
    null_pointers(s);
    lengths(s);
    WANT(CKR_OK, p11->C_Login(s, 1, (CK_UTF8CHAR *)argv[2], strlen(argv[2])));
    WANT(0x100, p11->C_Login(s, 1, (CK_UTF8CHAR *)argv[2], strlen(argv[2])));
    signatures(s);
    fork_is_another_application(s);
    WANT(CKR_OK, p11->C_Finalize(NULL));
    before_initialize();
    puts("held");
    return 0;
}
