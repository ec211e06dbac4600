#include "held.h"

#include <pthread.h>
#include <string.h>

#include "link.h"

#define PLACES 64

/* ASKED: the daemon has an active operation. IDLE: it has none and would accept the same. WAITS: it has none yet. */
enum state { EMPTY, ASKED, IDLE, WAITS };

struct place {
    enum state state;
    unsigned long generation;
    struct start start;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct place places[PLACES];

/* The session's place, if it is this session's; connections of another time knew other sessions. */
static struct place *own(CK_SESSION_HANDLE session) {
    struct place *place = &places[session % PLACES];
    if (place->state == EMPTY || place->start.session != session) return NULL;
    if (place->generation != link_generation()) {
        place->state = EMPTY;
        return NULL;
    }
    return place;
}

enum held_answer held_begin(const struct start *start) {
    enum held_answer answer = HELD_ASK;
    pthread_mutex_lock(&lock);
    struct place *place = own(start->session);
    if (place != NULL && place->state == WAITS) {
        answer = HELD_ACTIVE;
    } else if (place != NULL && place->state == IDLE && place->start.mech == start->mech && place->start.key == start->key) {
        place->state = WAITS;
        answer = HELD_KEPT;
    }
    pthread_mutex_unlock(&lock);
    return answer;
}

void held_accepted(const struct start *start) {
    pthread_mutex_lock(&lock);
    struct place *place = &places[start->session % PLACES];
    if (place->state != WAITS || place->generation != link_generation()) {
        place->state = ASKED;
        place->generation = link_generation();
        place->start = *start;
    }
    pthread_mutex_unlock(&lock);
}

int held_take(CK_SESSION_HANDLE session, struct start *start) {
    int waits = 0;
    pthread_mutex_lock(&lock);
    struct place *place = own(session);
    if (place != NULL && place->state == WAITS) {
        *start = place->start;
        place->state = ASKED;
        waits = 1;
    }
    pthread_mutex_unlock(&lock);
    return waits;
}

void held_finished(CK_SESSION_HANDLE session) {
    pthread_mutex_lock(&lock);
    struct place *place = own(session);
    if (place != NULL && place->state == ASKED) place->state = IDLE;
    pthread_mutex_unlock(&lock);
}

void held_drop(CK_SESSION_HANDLE session) {
    pthread_mutex_lock(&lock);
    struct place *place = own(session);
    if (place != NULL) place->state = EMPTY;
    pthread_mutex_unlock(&lock);
}

void held_doubt(void) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < PLACES; i++)
        if (places[i].state != WAITS) places[i].state = EMPTY;
    pthread_mutex_unlock(&lock);
}

void held_reset(void) {
    pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
    memcpy(&lock, &fresh, sizeof lock);
    memset(places, 0, sizeof places);
}
