/**
 * Keys and who may use them: {@link org.xinfu.trust.key.SignatureAlgorithm} names whole suites,
 * {@link org.xinfu.trust.key.VerificationKey} is a public key with its one suite, {@link
 * org.xinfu.trust.key.KeyVault} holds private keys that never leave it.
 */
@NullMarked
package org.xinfu.trust.key;

import org.jspecify.annotations.NullMarked;
