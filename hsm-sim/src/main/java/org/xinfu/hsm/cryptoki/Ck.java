package org.xinfu.hsm.cryptoki;

/** Numbers of PKCS#11 v2.40 (OASIS, base specification, appendix B). */
public final class Ck {
  public static final long CKU_SO = 0;
  public static final long CKU_USER = 1;

  public static final long CKF_RW_SESSION = 0x2;
  public static final long CKF_SERIAL_SESSION = 0x4;

  public static final long CKO_DATA = 0;
  public static final long CKO_CERTIFICATE = 1;
  public static final long CKO_PUBLIC_KEY = 2;
  public static final long CKO_PRIVATE_KEY = 3;

  public static final long CKK_RSA = 0;
  public static final long CKK_EC = 3;

  public static final long CKA_CLASS = 0x0;
  public static final long CKA_TOKEN = 0x1;
  public static final long CKA_PRIVATE = 0x2;
  public static final long CKA_LABEL = 0x3;
  public static final long CKA_VALUE = 0x11;
  public static final long CKA_TRUSTED = 0x86;
  public static final long CKA_CERTIFICATE_TYPE = 0x80;
  public static final long CKA_ISSUER = 0x81;
  public static final long CKA_SERIAL_NUMBER = 0x82;
  public static final long CKA_KEY_TYPE = 0x100;
  public static final long CKA_SUBJECT = 0x101;
  public static final long CKA_ID = 0x102;
  public static final long CKA_SENSITIVE = 0x103;
  public static final long CKA_ENCRYPT = 0x104;
  public static final long CKA_DECRYPT = 0x105;
  public static final long CKA_WRAP = 0x106;
  public static final long CKA_UNWRAP = 0x107;
  public static final long CKA_SIGN = 0x108;
  public static final long CKA_SIGN_RECOVER = 0x109;
  public static final long CKA_VERIFY = 0x10A;
  public static final long CKA_VERIFY_RECOVER = 0x10B;
  public static final long CKA_DERIVE = 0x10C;
  public static final long CKA_START_DATE = 0x110;
  public static final long CKA_END_DATE = 0x111;
  public static final long CKA_MODULUS = 0x120;
  public static final long CKA_MODULUS_BITS = 0x121;
  public static final long CKA_PUBLIC_EXPONENT = 0x122;
  public static final long CKA_PRIVATE_EXPONENT = 0x123;
  public static final long CKA_PRIME_1 = 0x124;
  public static final long CKA_PRIME_2 = 0x125;
  public static final long CKA_EXPONENT_1 = 0x126;
  public static final long CKA_EXPONENT_2 = 0x127;
  public static final long CKA_COEFFICIENT = 0x128;
  public static final long CKA_PUBLIC_KEY_INFO = 0x129;
  public static final long CKA_EXTRACTABLE = 0x162;
  public static final long CKA_LOCAL = 0x163;
  public static final long CKA_NEVER_EXTRACTABLE = 0x164;
  public static final long CKA_ALWAYS_SENSITIVE = 0x165;
  public static final long CKA_KEY_GEN_MECHANISM = 0x166;
  public static final long CKA_MODIFIABLE = 0x170;
  public static final long CKA_EC_PARAMS = 0x180;
  public static final long CKA_EC_POINT = 0x181;
  public static final long CKA_ALWAYS_AUTHENTICATE = 0x202;
  public static final long CKA_WRAP_WITH_TRUSTED = 0x210;

  public static final long CKR_OK = 0x0;
  public static final long CKR_SLOT_ID_INVALID = 0x3;
  public static final long CKR_GENERAL_ERROR = 0x5;
  public static final long CKR_ARGUMENTS_BAD = 0x7;
  public static final long CKR_ATTRIBUTE_READ_ONLY = 0x10;
  public static final long CKR_ATTRIBUTE_SENSITIVE = 0x11;
  public static final long CKR_ATTRIBUTE_TYPE_INVALID = 0x12;
  public static final long CKR_ATTRIBUTE_VALUE_INVALID = 0x13;
  public static final long CKR_DATA_LEN_RANGE = 0x21;
  public static final long CKR_DEVICE_MEMORY = 0x31;
  public static final long CKR_FUNCTION_NOT_SUPPORTED = 0x54;
  public static final long CKR_KEY_HANDLE_INVALID = 0x60;
  public static final long CKR_KEY_TYPE_INCONSISTENT = 0x63;
  public static final long CKR_KEY_FUNCTION_NOT_PERMITTED = 0x68;
  public static final long CKR_MECHANISM_INVALID = 0x70;
  public static final long CKR_MECHANISM_PARAM_INVALID = 0x71;
  public static final long CKR_OBJECT_HANDLE_INVALID = 0x82;
  public static final long CKR_OPERATION_ACTIVE = 0x90;
  public static final long CKR_OPERATION_NOT_INITIALIZED = 0x91;
  public static final long CKR_PIN_INCORRECT = 0xA0;
  public static final long CKR_PIN_LEN_RANGE = 0xA2;
  public static final long CKR_PIN_LOCKED = 0xA4;
  public static final long CKR_SESSION_COUNT = 0xB1;
  public static final long CKR_SESSION_HANDLE_INVALID = 0xB3;
  public static final long CKR_SESSION_READ_ONLY = 0xB5;
  public static final long CKR_SESSION_READ_ONLY_EXISTS = 0xB7;
  public static final long CKR_SESSION_READ_WRITE_SO_EXISTS = 0xB8;
  public static final long CKR_SIGNATURE_INVALID = 0xC0;
  public static final long CKR_SIGNATURE_LEN_RANGE = 0xC1;
  public static final long CKR_TEMPLATE_INCOMPLETE = 0xD0;
  public static final long CKR_TEMPLATE_INCONSISTENT = 0xD1;
  public static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
  public static final long CKR_USER_NOT_LOGGED_IN = 0x101;
  public static final long CKR_USER_PIN_NOT_INITIALIZED = 0x102;
  public static final long CKR_USER_TYPE_INVALID = 0x103;
  public static final long CKR_USER_ANOTHER_ALREADY_LOGGED_IN = 0x104;
  public static final long CKR_CURVE_NOT_SUPPORTED = 0x140;
  public static final long CKR_BUFFER_TOO_SMALL = 0x150;

  private Ck() {}
}
