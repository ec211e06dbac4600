/** Proof of possession (RFC 9449): nonces of this server, and proofs that work once. */
@NullMarked
package org.xinfu.idp.dpop;

import org.jspecify.annotations.NullMarked;
