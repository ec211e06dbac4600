/** The way to the keys: PKCS#11 tokens, PINs read from credential files and wiped. */
@NullMarked
package org.xinfu.kit.hsm;

import org.jspecify.annotations.NullMarked;
