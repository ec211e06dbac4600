package org.xinfu.trust.p11;

/** What helps against a return value of PKCS#11 v2.40. */
enum Remedy {
  /** The device is busy: the same again, a little later. */
  RETRY,
  /** The session is spoilt: another one, after a look at whether the login still holds. */
  NEW_SESSION,
  /** The device was away: new sessions and a new login. */
  RECONNECT,
  /** Nothing: repeating it would do harm (a wrong PIN) or fail the same way. */
  NONE;

  static final long USER_ALREADY_LOGGED_IN = 0x100;
  static final long CRYPTOKI_NOT_INITIALIZED = 0x190;
  private static final long CRYPTOKI_ALREADY_INITIALIZED = 0x191;

  static Remedy of(long rv) {
    if (rv == 0x2 || rv == 0x6) return RETRY; // HOST_MEMORY, FUNCTION_FAILED
    if (rv == 0x60 || rv == 0x82) return NEW_SESSION; // KEY_, OBJECT_HANDLE_INVALID: found again
    if (rv == 0x90 || rv == 0x91) return NEW_SESSION; // OPERATION_ACTIVE, _NOT_INITIALIZED
    if (rv >= 0xB0 && rv <= 0xB3) return NEW_SESSION; // SESSION_CLOSED, _COUNT, _HANDLE_INVALID
    if (rv == 0x101) return NEW_SESSION; // USER_NOT_LOGGED_IN
    if (rv == 0x30 || rv == 0x32) return RECONNECT; // DEVICE_ERROR, _REMOVED
    if (rv == 0xE0 || rv == 0xE1) return RECONNECT; // TOKEN_NOT_PRESENT, _NOT_RECOGNIZED
    if (rv == CRYPTOKI_NOT_INITIALIZED || rv == CRYPTOKI_ALREADY_INITIALIZED) return RECONNECT;
    return NONE;
  }
}
