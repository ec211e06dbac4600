package org.xinfu.idp.ukey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.kit.Refused;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.ContentDigest;

/**
 * Whose certificate it is: the account that bound its key, else the verified person whose document
 * number it carries.
 */
public final class CertificateHolders {
  private final Authenticators authenticators;
  private final Proofs proofs;
  private final People people;

  /**
   * Accounts and how well they are known.
   *
   * @param byDocument whether the authorities' word about a document number is taken
   */
  public record People(Accounts accounts, IdentityLevels levels, boolean byDocument) {}

  public CertificateHolders(Authenticators authenticators, Proofs proofs, People people) {
    this.authenticators = authenticators;
    this.proofs = proofs;
    this.people = people;
  }

  /** The account to log in; only one that is open. */
  Optional<Account> holder(SignerTrust.Trusted signer, Instant now) {
    return authenticators
        .useCertificate(key(signer), now)
        .or(() -> people.byDocument() ? byDocument(signer.certificate()) : Optional.empty())
        .flatMap(people.accounts()::byId)
        .filter(Account::active);
  }

  /**
   * Makes it a way to log in to the account.
   *
   * @throws Refused with a {@link UkeyRefusal}
   */
  void bind(String accountId, SignerTrust.Trusted signer, String label) {
    if (!verified(accountId)) {
      throw new Refused(UkeyRefusal.UKEY_PROOF_WANTED);
    }
    List<IdDocument> named = HolderNumbers.of(signer.certificate());
    boolean own =
        named.isEmpty()
            || named.stream()
                .anyMatch(
                    document -> proofs.holder(document).filter(accountId::equals).isPresent());
    if (!own) {
      throw new Refused(UkeyRefusal.UKEY_OTHER_PERSON);
    }
    if (!authenticators.addCertificate(accountId, label, key(signer))) {
      throw new Refused(UkeyRefusal.UKEY_BOUND_ALREADY);
    }
  }

  private Optional<String> byDocument(Certificate certificate) {
    List<String> accounts =
        HolderNumbers.of(certificate).stream()
            .flatMap(document -> proofs.holder(document).stream())
            .distinct()
            .filter(this::verified)
            .toList();
    return accounts.size() == 1 ? Optional.of(accounts.getFirst()) : Optional.empty();
  }

  private boolean verified(String accountId) {
    return people.levels().of(accountId).compareTo(Ial.IAL2) >= 0;
  }

  private static Authenticators.CertificateKey key(SignerTrust.Trusted signer) {
    String digest = ContentDigest.SM3.of(signer.certificate().publicKeyInfo()).toHex();
    return new Authenticators.CertificateKey(digest, signer.factor() == Factor.CERTIFICATE);
  }
}
