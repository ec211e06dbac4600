package org.xinfu.trust.chain;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** Lets Bouncy Castle's builders sign with a {@link Signer}, wherever its key lives. */
final class SignerContent implements ContentSigner {
  private final Signer signer;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  SignerContent(Signer signer) {
    this.signer = signer;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return SignatureIdentifiers.of(signer.algorithm());
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    return signer.sign(Bytes.of(content.toByteArray())).toArray();
  }
}
