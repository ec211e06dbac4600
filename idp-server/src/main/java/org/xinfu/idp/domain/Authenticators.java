package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

/** The port to what persons log in with besides a password. */
public interface Authenticators {
  /** The account's, oldest first. */
  List<Authenticator> of(String accountId);

  /** Adds one that shows codes. */
  void addTotp(String accountId, String label, Bytes secret, long usedStep);

  /** From now on a code is sent to a contact at every login. */
  boolean addCode(String accountId, String label);

  /** Takes one away; false when it is not the account's. */
  boolean remove(String accountId, String id);

  /** Calls it something else; false when it is not the account's. */
  boolean rename(String accountId, String id, String label);

  /** Whether the code is right for one of the account's, in a step that was not used before. */
  boolean useTotp(String accountId, String code, Instant at);

  /** Replaces all recovery codes. */
  void putRecoveryCodes(String accountId, List<String> codes);

  /** Uses one up; false when it is not there any more. */
  boolean useRecoveryCode(String accountId, String code);

  /** How many are left. */
  int recoveryCodes(String accountId);

  /** Binds a certificate by its key; false when it is bound already. */
  boolean addCertificate(String accountId, String label, CertificateKey key);

  /** The account that a certificate's key is bound to; it was used just now. */
  Optional<String> useCertificate(CertificateKey key, Instant at);

  /**
   * The key of a certificate.
   *
   * @param device whether the certificate says that it lies in a device
   */
  record CertificateKey(String publicKeySm3, boolean device) {}

  /**
   * One of them, as pages show it.
   *
   * @param device of a certificate, when it was last shown: {@link CertificateKey#device()}
   */
  record Authenticator(
      String id,
      Kind kind,
      String label,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      boolean device) {}

  /** What it is. */
  enum Kind {
    TOTP,
    CODE,
    CERTIFICATE,
    PASSKEY
  }
}
