/* Clause 5.7: objects, their attributes and the search for them. */
#include "held.h"
#include "link.h"
#include "wire.h"

CK_RV C_CreateObject(CK_SESSION_HANDLE session, CK_ATTRIBUTE *attrs, CK_ULONG count, CK_OBJECT_HANDLE *object) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (object == NULL) return CKR_ARGUMENTS_BAD;
    rv = check_template(attrs, count);
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, OP_CREATE_OBJECT);
    put_ulong(&c, session);
    put_template(&c, attrs, count);
    rv = call_send(&c);
    if (rv == CKR_OK) *object = get_ulong(&c);
    return call_end(&c, rv);
}

CK_RV C_DestroyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    struct call c;
    held_doubt();
    call_begin(&c, OP_DESTROY_OBJECT);
    put_ulong(&c, session);
    put_ulong(&c, object);
    return call_plain(&c);
}

/* Each attribute comes back as its length, then a flag and, when the flag is 1, that many bytes. */
static void take_attribute(struct call *c, CK_ATTRIBUTE *attr) {
    CK_ULONG len = get_ulong(c);
    uint8_t follows = get_byte(c);
    if (follows) {
        if (attr->pValue == NULL || len > attr->ulValueLen) {
            c->short_reply = 1;
            return;
        }
        get_fixed(c, attr->pValue, len);
    }
    attr->ulValueLen = len;
}

CK_RV C_GetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *attrs, CK_ULONG count) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (count > 4096 || bad_bytes(attrs, count)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_GET_ATTRIBUTES);
    put_ulong(&c, session);
    put_ulong(&c, object);
    put_ulong(&c, count);
    for (CK_ULONG i = 0; i < count; i++) {
        put_ulong(&c, attrs[i].type);
        put_room(&c, attrs[i].pValue, attrs[i].ulValueLen);
    }
    rv = call_send(&c);
    if (rv == CKR_OK || rv == CKR_ATTRIBUTE_SENSITIVE || rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_BUFFER_TOO_SMALL)
        for (CK_ULONG i = 0; i < count && !c.short_reply; i++) take_attribute(&c, &attrs[i]);
    return call_end(&c, rv);
}

CK_RV C_SetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *attrs, CK_ULONG count) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    rv = check_template(attrs, count);
    if (rv != CKR_OK) return rv;
    struct call c;
    held_doubt();
    call_begin(&c, OP_SET_ATTRIBUTES);
    put_ulong(&c, session);
    put_ulong(&c, object);
    put_template(&c, attrs, count);
    return call_plain(&c);
}

CK_RV C_FindObjectsInit(CK_SESSION_HANDLE session, CK_ATTRIBUTE *attrs, CK_ULONG count) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    rv = check_template(attrs, count);
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, OP_FIND_INIT);
    put_ulong(&c, session);
    put_template(&c, attrs, count);
    return call_plain(&c);
}

CK_RV C_FindObjects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG max, CK_ULONG *count) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    if (count == NULL || bad_bytes(objects, max)) return CKR_ARGUMENTS_BAD;
    struct call c;
    call_begin(&c, OP_FIND);
    put_ulong(&c, session);
    put_ulong(&c, max);
    rv = call_send(&c);
    if (rv == CKR_OK) {
        CK_ULONG found = get_ulong(&c);
        if (found > max) return call_end(&c, CKR_DEVICE_ERROR);
        for (CK_ULONG i = 0; i < found; i++) objects[i] = get_ulong(&c);
        *count = found;
    }
    return call_end(&c, rv);
}

CK_RV C_FindObjectsFinal(CK_SESSION_HANDLE session) {
    CK_RV rv = link_ready();
    if (rv != CKR_OK) return rv;
    struct call c;
    call_begin(&c, OP_FIND_FINAL);
    put_ulong(&c, session);
    return call_plain(&c);
}
