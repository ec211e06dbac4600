package org.xinfu.idp.ukey;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a signed challenge does not log in. */
enum UkeyRefusal implements Refusal {
  /** No anchors are configured. */
  UKEY_NOT_OFFERED(404),
  /** Too many tries from there. */
  UKEY_LIMITED(429),
  /** No SignedData of GB/T 35275 with one signer. */
  UKEY_MESSAGE_MALFORMED(400),
  /** What was signed is no challenge, or not as it was given. */
  UKEY_CHALLENGE_ALTERED(400),
  /** The challenge of another server. */
  UKEY_CHALLENGE_OTHER_ORIGIN(400),
  /** Signed for something else. */
  UKEY_CHALLENGE_OTHER_PURPOSE(400),
  /** Given to another browser. */
  UKEY_CHALLENGE_OTHER_BROWSER(400),
  UKEY_CHALLENGE_EXPIRED(400),
  /** Used before. */
  UKEY_CHALLENGE_REPLAYED(400),
  /** Digest, value or structure do not hold. */
  UKEY_SIGNATURE_WRONG(400),
  /** Not SM2 with SM3. */
  UKEY_ALGORITHM_NOT_ALLOWED(400),
  UKEY_CERTIFICATE_NOT_TRUSTED(400),
  /** Expired, or not yet valid. */
  UKEY_CERTIFICATE_EXPIRED(400),
  UKEY_CERTIFICATE_REVOKED(400),
  /** Nobody says whether it was revoked. */
  UKEY_REVOCATION_UNKNOWN(400),
  /** The encryption certificate of the pair, or one of a machine. */
  UKEY_CERTIFICATE_NOT_FOR_SIGNING(400),
  /** No verified person's, or of an account that is closed: told to nobody which. */
  UKEY_NOBODY(400),
  /** The certificate names somebody else. */
  UKEY_OTHER_PERSON(400),
  /** Bound already, here or elsewhere. */
  UKEY_BOUND_ALREADY(409),
  /** Only who is verified binds a certificate. */
  UKEY_PROOF_WANTED(403);

  private final int status;

  UkeyRefusal(int status) {
    this.status = status;
  }

  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int status() {
    return status;
  }
}
