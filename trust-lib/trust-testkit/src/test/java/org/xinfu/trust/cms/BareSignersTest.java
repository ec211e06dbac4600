package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.key.ContentReadings;
import org.xinfu.trust.key.Signer;

/**
 * Signers without attributes sign the content itself: two hundred of them over a megabyte were
 * seconds, and with namesakes of their certificate half a minute.
 */
class BareSignersTest {
  private static final TestPki PKI = TestPki.seeded("bare signers");
  private static final Signer SM2 = PKI.sealSigner("样例");
  private static final Bytes CONTENT = Bytes.of(new byte[900_000]);

  @Test
  void asManyAsAnybodyNeedsAreTried() {
    assertThat(verify(repeated(5)).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** What was not tried is left open, and never called wrong. */
  @Test
  void moreAreLeftOpen() {
    DocumentReport report = verify(repeated(199));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(report.signatures()).hasSize(199);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(report.signatures().get(198).integrity()).isEqualTo(Integrity.UNKNOWN);
  }

  /** Of a content that is small all are tried. */
  @Test
  void littleContentMayHaveMany() {
    ContentReadings small = SignedContent.readings(List.of(SignedContent.of(Bytes.utf8("样例"))));
    for (int i = 0; i < 100_000; i++) {
      assertThat(small.maySpend()).isTrue();
    }
  }

  /** A message by one signer, said as often. */
  private static Bytes repeated(int times) {
    ASN1Sequence message =
        ASN1Sequence.getInstance(Gbt35275Signer.attached(CONTENT, SM2).toArray());
    ASN1Sequence data =
        ASN1Sequence.getInstance(
            ASN1TaggedObject.getInstance(message.getObjectAt(1)).getExplicitBaseObject());
    ASN1EncodableVector parts = new ASN1EncodableVector();
    for (int i = 0; i < data.size() - 1; i++) {
      parts.add(data.getObjectAt(i));
    }
    ASN1Encodable signer = ASN1Set.getInstance(data.getObjectAt(data.size() - 1)).getObjectAt(0);
    ASN1EncodableVector signers = new ASN1EncodableVector();
    for (int i = 0; i < times; i++) {
      signers.add(signer);
    }
    parts.add(new DERSet(signers));
    ASN1Encodable wrapped = new DERTaggedObject(true, 0, new DERSequence(parts));
    try {
      ASN1Encodable[] outer = {message.getObjectAt(0), wrapped};
      return Bytes.of(new DERSequence(outer).getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DocumentReport verify(Bytes message) {
    return Trust.verify(DocumentSource.of(message), PKI.policy());
  }
}
