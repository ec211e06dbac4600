/**
 * The second signing engine, on iText (AGPL-3.0): found by {@link java.util.ServiceLoader}, it only
 * signs. Whoever ships or serves this module owes the source offer of AGPL section 13.
 */
@NullMarked
package org.xinfu.trust.pdf.itext;

import org.jspecify.annotations.NullMarked;
