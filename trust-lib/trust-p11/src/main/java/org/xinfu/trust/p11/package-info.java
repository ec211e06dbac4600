/** Keys in a PKCS#11 device: sessions, login, reconnection and the vendor's mechanism numbers. */
@NullMarked
package org.xinfu.trust.p11;

import org.jspecify.annotations.NullMarked;
