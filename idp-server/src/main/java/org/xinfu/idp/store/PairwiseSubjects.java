package org.xinfu.idp.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.xinfu.idp.domain.Subjects;

/**
 * Computes pairwise subjects: a MAC over sector and account (OpenID Connect Core §8.1), so that
 * nothing is stored, every replica says the same, and without the key nobody finds the account or
 * another sector's identifier.
 */
public final class PairwiseSubjects implements Subjects {
  private final Function<String, Optional<String>> sectors;
  private final byte[] key;
  private final Hash hash;

  /** The hash function under the MAC; changing it later changes every subject. */
  public enum Hash {
    SHA256,
    SM3;

    private Digest digest() {
      return this == SM3 ? new SM3Digest() : SHA256Digest.newInstance();
    }
  }

  /**
   * With the installation's key.
   *
   * @param sectors of clients that know people by pairwise subjects; empty for all others
   * @param key 32 octets, the same on every replica and for ever
   */
  public PairwiseSubjects(Function<String, Optional<String>> sectors, byte[] key, Hash hash) {
    this.sectors = sectors;
    this.key = key.clone();
    this.hash = hash;
  }

  @Override
  public String of(String clientId, String accountId) {
    return sectors.apply(clientId).map(sector -> pairwise(sector, accountId)).orElse(accountId);
  }

  /** 43 characters of base64url. */
  String pairwise(String sector, String accountId) {
    HMac mac = new HMac(hash.digest());
    mac.init(new KeyParameter(key));
    byte[] input = (sector + "\0" + accountId).getBytes(StandardCharsets.UTF_8);
    mac.update(input, 0, input.length);
    byte[] subject = new byte[mac.getMacSize()];
    mac.doFinal(subject, 0);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(subject);
  }
}
