/**
 * The one reader of DER and BER (X.690) by hand: windows on the received octets, so that what was
 * signed is judged as it came. {@link org.xinfu.trust.der.Der} reads; a {@link
 * org.xinfu.trust.der.Tolerance} says what is taken besides DER, how much of it, and what was met.
 */
@NullMarked
package org.xinfu.trust.der;

import org.jspecify.annotations.NullMarked;
