package org.xinfu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/**
 * A message whose signed attributes stand in the reverse order of DER. RFC 5652 §5.4 has them
 * signed in DER; some producers sign what they send.
 */
final class UnsortedAttributes {
  /** Of the fields of SignerInfo, RFC 5652 §5.3. */
  private static final int ATTRIBUTES = 3;

  private static final int VALUE = 5;

  private UnsortedAttributes() {}

  static Bytes message(Signer signer, Bytes content, boolean signedAsSent) {
    SignedDataForge forge = new SignedDataForge(signer, content).carry();
    ASN1Set sorted = SignedDataForge.set(forge.attributes);
    List<ASN1Encodable> reversed = list(sorted);
    Collections.reverse(reversed);
    DLSet sent = new DLSet(reversed.toArray(ASN1Encodable[]::new));
    Bytes value = signer.sign(encoded(signedAsSent ? sent : sorted));
    List<ASN1Encodable> info = list(ASN1Sequence.getInstance(forge.signerInfo()));
    info.set(ATTRIBUTES, new DLTaggedObject(false, 0, sent));
    info.set(VALUE, SignedDataForge.octets(value));
    ASN1Sequence outer = ASN1Sequence.getInstance(forge.make().toArray());
    ASN1TaggedObject inner = ASN1TaggedObject.getInstance(outer.getObjectAt(1));
    List<ASN1Encodable> data = list(ASN1Sequence.getInstance(inner.getExplicitBaseObject()));
    data.set(data.size() - 1, new DLSet(sequence(info)));
    return encoded(
        sequence(List.of(outer.getObjectAt(0), new DLTaggedObject(true, 0, sequence(data)))));
  }

  private static List<ASN1Encodable> list(Iterable<ASN1Encodable> members) {
    List<ASN1Encodable> all = new ArrayList<>();
    members.forEach(all::add);
    return all;
  }

  private static DLSequence sequence(List<ASN1Encodable> parts) {
    return new DLSequence(parts.toArray(ASN1Encodable[]::new));
  }

  private static Bytes encoded(ASN1Object object) {
    try {
      return Bytes.of(object.getEncoded("DL"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
