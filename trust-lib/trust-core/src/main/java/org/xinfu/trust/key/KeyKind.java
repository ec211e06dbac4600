package org.xinfu.trust.key;

/** The kinds of public key that are understood: a curve each, or RSA of any accepted length. */
public enum KeyKind {
  /** The curve sm2p256v1 of GB/T 32918.5. */
  SM2,
  P256,
  P384,
  P521,
  RSA,
  ED25519
}
