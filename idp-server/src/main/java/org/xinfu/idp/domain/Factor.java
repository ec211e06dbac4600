package org.xinfu.idp.domain;

import java.util.Set;

/**
 * One way of proving oneself, as NIST SP 800-63B §3.1 sorts them, with its values of {@code amr}
 * (RFC 8176 §2).
 */
public enum Factor {
  /** A memorised secret. */
  PASSWORD(Kind.KNOWN, "pwd"),
  /** A code sent to a phone: a restricted authenticator (SP 800-63B §3.1.3.3). */
  SMS_CODE(Kind.HELD, "sms"),
  /** A code sent to a mailbox, which proves no device (SP 800-63B §3.1.3.1): raises no level. */
  EMAIL_CODE(Kind.REACHED, "otp"),
  /** RFC 6238. */
  TOTP(Kind.HELD, "otp"),
  /** A look-up secret (SP 800-63B §3.1.2). */
  RECOVERY_CODE(Kind.HELD, "otp"),
  /** WebAuthn with user verification; its key may be copied to other devices of its owner. */
  PASSKEY(Kind.BOTH, "pop swk user"),
  /**
   * WebAuthn with user verification by a key that is said, but not proven, to stay on its device.
   */
  UNPROVEN_PASSKEY(Kind.BOTH, "pop user"),
  /** WebAuthn with user verification by a key that is proven never to leave its device. */
  BOUND_PASSKEY(Kind.DEVICE, "pop hwk user"),
  /** An SM2 certificate whose key lies in a UKey behind a PIN. */
  CERTIFICATE(Kind.DEVICE, "pop hwk pin"),
  /** An SM2 certificate of which nobody certifies where its key lies: AAL2 by house policy. */
  PLAIN_CERTIFICATE(Kind.BOTH, "pop"),
  /** Confirmed on another screen where its owner is logged in: an out-of-band device. */
  PHONE_CONFIRMED(Kind.HELD, "mca"),
  /** A login at the platform above; what was shown there is its word, told by {@code fed} alone. */
  UPSTREAM(Kind.REACHED, "fed"),
  /** The same where the platform says that two factors were shown. */
  UPSTREAM_TWO_FACTORS(Kind.BOTH, "fed"),
  /** The same where the platform says that it was a key in a device. */
  UPSTREAM_DEVICE(Kind.DEVICE, "fed"),
  /** A fictitious person chose themselves: nothing was shown, which {@code test} tells. */
  TEST(Kind.REACHED, "test"),
  /** The same, as if two factors had been shown. */
  TEST_TWO_FACTORS(Kind.BOTH, "test"),
  /** The same, as if it had been a key in a device. */
  TEST_DEVICE(Kind.DEVICE, "test");

  private final Kind kind;
  private final String amr;

  Factor(Kind kind, String amr) {
    this.kind = kind;
    this.amr = amr;
  }

  /** Whether it is shown by WebAuthn, on forms of its own. */
  public boolean passkey() {
    return this == PASSKEY || this == UNPROVEN_PASSKEY || this == BOUND_PASSKEY;
  }

  /** Whether a UKey shows it, on a page of its own. */
  public boolean certificate() {
    return this == CERTIFICATE || this == PLAIN_CERTIFICATE;
  }

  /** Whether it is a fictitious person's, at clients in trial alone. */
  public boolean fictitious() {
    return this == TEST || this == TEST_TWO_FACTORS || this == TEST_DEVICE;
  }

  Kind kind() {
    return kind;
  }

  /** Values of {@code amr}. */
  public Set<String> amr() {
    return Set.of(amr.split(" "));
  }

  /** What it stands on. */
  enum Kind {
    KNOWN,
    HELD,
    REACHED,
    BOTH,
    DEVICE
  }
}
