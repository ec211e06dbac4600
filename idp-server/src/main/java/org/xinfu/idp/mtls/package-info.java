/** Clients that prove themselves by certificates of their TLS connections (RFC 8705). */
@NullMarked
package org.xinfu.idp.mtls;

import org.jspecify.annotations.NullMarked;
