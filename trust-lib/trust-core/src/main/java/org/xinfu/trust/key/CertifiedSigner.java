package org.xinfu.trust.key;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** A signer whose certificates became known after its key was made. */
record CertifiedSigner(Signer key, List<Certificate> chain) implements Signer {
  CertifiedSigner {
    chain = List.copyOf(chain);
    if (!chain.isEmpty() && !chain.get(0).publicKeyInfo().equals(key.publicKey().encoded())) {
      throw new IllegalArgumentException("the first certificate is not for this key");
    }
  }

  @Override
  public SignatureAlgorithm algorithm() {
    return key.algorithm();
  }

  @Override
  public VerificationKey publicKey() {
    return key.publicKey();
  }

  @Override
  public Bytes sign(Bytes message) {
    return key.sign(message);
  }
}
