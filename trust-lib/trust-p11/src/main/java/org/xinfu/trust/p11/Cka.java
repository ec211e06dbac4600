package org.xinfu.trust.p11;

/** Attributes, classes and mechanisms of PKCS#11 v2.40 that the vault names. */
final class Cka {
  static final long CLASS = 0x0;
  static final long TOKEN = 0x1;
  static final long PRIVATE = 0x2;
  static final long LABEL = 0x3;
  static final long VALUE = 0x11;
  static final long CERTIFICATE_TYPE = 0x80;
  static final long SUBJECT = 0x101;
  static final long KEY_TYPE = 0x100;
  static final long ID = 0x102;
  static final long SENSITIVE = 0x103;
  static final long SIGN = 0x108;
  static final long VERIFY = 0x10A;
  static final long MODULUS = 0x120;
  static final long MODULUS_BITS = 0x121;
  static final long PUBLIC_EXPONENT = 0x122;
  static final long EXTRACTABLE = 0x162;
  static final long EC_PARAMS = 0x180;
  static final long EC_POINT = 0x181;

  static final long CERTIFICATE = 1;
  static final long PUBLIC_KEY = 2;
  static final long PRIVATE_KEY = 3;

  static final long KEY_RSA = 0;
  static final long KEY_EC = 3;

  static final long RSA_GENERATE = 0x0;
  static final long RSA_PKCS = 0x1;
  static final long EC_GENERATE = 0x1040;
  static final long ECDSA = 0x1041;

  private Cka() {}
}
