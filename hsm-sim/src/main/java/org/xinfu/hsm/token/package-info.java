/** The device: slots, tokens, applications, sessions and objects, as PKCS#11 clause 5 has them. */
@NullMarked
package org.xinfu.hsm.token;

import org.jspecify.annotations.NullMarked;
