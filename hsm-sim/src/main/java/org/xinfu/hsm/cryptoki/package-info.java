/** The words of PKCS#11 v2.40 that the device speaks: numbers, attributes and its refusals. */
@NullMarked
package org.xinfu.hsm.cryptoki;

import org.jspecify.annotations.NullMarked;
