/**
 * JWS and JWT (RFC 7515, 7519, 7797), SD-JWT (RFC 9901) and Token Status Lists, SM2 included. The
 * algorithm comes from the key; a header can only agree with it. Nothing is ever fetched.
 */
@NullMarked
package org.xinfu.trust.jose;

import org.jspecify.annotations.NullMarked;
