/** Tests of XML signatures: genuine ones, attacks and a second implementation. */
@NullMarked
package org.xinfu.trust.xml;

import org.jspecify.annotations.NullMarked;
