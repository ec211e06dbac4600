#define _GNU_SOURCE
#include "link.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "held.h"
#include "wire.h"

#define FREE_MAX 256

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int owner; /* the process that called C_Initialize, 0 when none */
static struct sockaddr_un address;
static uint64_t client;
static int free_fds[FREE_MAX];
static int free_count;
static atomic_ulong generation;

static int address_from(const char *path) {
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof address.sun_path) return 0;
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path, len);
    return 1;
}

/* XINFU_HSM_SOCKET, else hsm.sock beside this library's own file. */
static int find_address(void) {
    const char *named = secure_getenv("XINFU_HSM_SOCKET");
    if (named != NULL && named[0] != '\0') return address_from(named);
    Dl_info self;
    char file[PATH_MAX];
    if (dladdr((void *)&free_count, &self) == 0 || self.dli_fname == NULL) return 0;
    if (realpath(self.dli_fname, file) == NULL) return 0;
    char *slash = strrchr(file, '/');
    if (slash == NULL) return 0;
    static const char name[] = "/hsm.sock";
    if ((size_t)(slash - file) + sizeof name > sizeof file) return 0;
    memcpy(slash, name, sizeof name);
    return address_from(file);
}

int link_send(int fd, const uint8_t *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 0;
        bytes += n;
        len -= (size_t)n;
    }
    return 1;
}

/* A new connection introduces itself; login state and sessions belong to the client id, not to the socket. */
static int dial(void) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    int done;
    do done = connect(fd, (const struct sockaddr *)&address, sizeof address);
    while (done < 0 && errno == EINTR);
    uint8_t hello[4 + 1 + 1 + 8];
    uint32_t len = sizeof hello - 4;
    memcpy(hello, &len, 4);
    hello[4] = OP_HELLO;
    hello[5] = WIRE_VERSION;
    memcpy(hello + 6, &client, 8);
    if (done < 0 || !link_send(fd, hello, sizeof hello)) {
        close(fd);
        return -1;
    }
    return fd;
}

CK_RV link_ready(void) {
    return atomic_load(&owner) == (int)getpid() ? CKR_OK : CKR_CRYPTOKI_NOT_INITIALIZED;
}

CK_RV link_open(void) {
    int me = (int)getpid();
    int before = atomic_load(&owner);
    if (before == me) return CKR_CRYPTOKI_ALREADY_INITIALIZED;
    if (before != 0) {
        /* The child of a fork: another thread of the parent may have held the lock, and its sockets are not ours. */
        pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
        memcpy(&lock, &fresh, sizeof lock);
        for (int i = 0; i < free_count; i++) close(free_fds[i]);
        free_count = 0;
        held_reset();
    }
    pthread_mutex_lock(&lock);
    CK_RV rv = CKR_OK;
    if (atomic_load(&owner) == me) rv = CKR_CRYPTOKI_ALREADY_INITIALIZED;
    else if (!find_address()) rv = CKR_DEVICE_ERROR;
    else if (getrandom(&client, sizeof client, 0) != (ssize_t)sizeof client) rv = CKR_DEVICE_ERROR;
    else atomic_store(&owner, me);
    pthread_mutex_unlock(&lock);
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, OP_PROBE);
    rv = call_plain(&c);
    if (rv != CKR_OK) {
        link_close();
        return rv == CKR_HOST_MEMORY ? rv : CKR_DEVICE_ERROR;
    }
    return CKR_OK;
}

CK_RV link_close(void) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < free_count; i++) close(free_fds[i]);
    free_count = 0;
    generation++;
    atomic_store(&owner, 0);
    pthread_mutex_unlock(&lock);
    return CKR_OK;
}

unsigned long link_generation(void) {
    return atomic_load(&generation);
}

struct connection link_take(void) {
    struct connection found = {-1, 0};
    pthread_mutex_lock(&lock);
    if (free_count > 0) found.fd = free_fds[--free_count];
    found.generation = generation;
    pthread_mutex_unlock(&lock);
    if (found.fd < 0) found.fd = dial();
    return found;
}

void link_give(struct connection connection) {
    int spare = 1;
    pthread_mutex_lock(&lock);
    if (connection.generation == generation && free_count < FREE_MAX) {
        free_fds[free_count++] = connection.fd;
        spare = 0;
    }
    pthread_mutex_unlock(&lock);
    if (spare) close(connection.fd);
}

void link_break(struct connection connection) {
    close(connection.fd);
    pthread_mutex_lock(&lock);
    if (connection.generation == generation) {
        for (int i = 0; i < free_count; i++) close(free_fds[i]);
        free_count = 0;
        generation++;
    }
    pthread_mutex_unlock(&lock);
}
