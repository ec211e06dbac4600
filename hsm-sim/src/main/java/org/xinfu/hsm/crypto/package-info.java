/** Mechanisms: SM2, SM3, ECDSA and RSA on keys that stay in the device. */
@NullMarked
package org.xinfu.hsm.crypto;

import org.jspecify.annotations.NullMarked;
