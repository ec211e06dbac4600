package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xinfu.testkit.SignedEnvelopes.CONTENT;
import static org.xinfu.testkit.SignedEnvelopes.FIRST;
import static org.xinfu.testkit.SignedEnvelopes.OTHER;
import static org.xinfu.testkit.SignedEnvelopes.POLICY;
import static org.xinfu.testkit.SignedEnvelopes.RANDOM;
import static org.xinfu.testkit.SignedEnvelopes.SECOND;
import static org.xinfu.testkit.SignedEnvelopes.SIGNER;
import static org.xinfu.testkit.SignedEnvelopes.certificate;
import static org.xinfu.testkit.SignedEnvelopes.handmade;
import static org.xinfu.testkit.SignedEnvelopes.inside;
import static org.xinfu.testkit.SignedEnvelopes.judged;
import static org.xinfu.testkit.SignedEnvelopes.key;
import static org.xinfu.testkit.SignedEnvelopes.made;
import static org.xinfu.testkit.SignedEnvelopes.open;
import static org.xinfu.testkit.SignedEnvelopes.recipient;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.crypt.EnvelopeKey;
import org.xinfu.trust.crypt.EnvelopeMaker;
import org.xinfu.trust.crypt.EnvelopeOpener;
import org.xinfu.trust.crypt.EnvelopeRefusal;
import org.xinfu.trust.crypt.SignedEnvelope;
import org.xinfu.trust.crypt.SignedOpened;
import org.xinfu.trust.crypt.Sm2PrivateKey;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Signer;

/** signedAndEnvelopedData of GB/T 35275: opened, trusted or not, and altered. */
class SignedEnvelopeTest {
  private static void refused(Bytes envelope, EnvelopeRefusal reason) {
    assertThat(open(envelope)).isEqualTo(new SignedOpened.Refused(reason));
  }

  @Test
  void bothRecipientsOpenItAndKnowTheSigner() {
    for (Bytes signature :
        List.of(
            Gbt35275Signer.detached(CONTENT, SIGNER),
            Gbt35275Signer.detached(CONTENT, SIGNER, TestPki.NOW))) {
      for (Signer recipient : List.of(FIRST, SECOND)) {
        SignedOpened.Judged opened =
            judged(SignedEnvelope.open(made(signature), key(recipient), POLICY, RANDOM));
        assertThat(opened.content().orThrow(r -> new IllegalStateException(r.code())))
            .isEqualTo(CONTENT);
        assertThat(opened.signatures().signers().get(0).certificate())
            .contains(certificate(SIGNER));
      }
    }
    // 1.2.156.10197.6.1.4.2.4, and nothing of the content in clear.
    assertThat(made().slice(0, 30).toHex()).contains("060a2a811ccf550601040204");
    assertThat(made().toHex()).doesNotContain(Bytes.utf8("content").toHex());
  }

  /** What is in it is intact; whether to believe it is the policy's to say. */
  @Test
  void trustIsJudgedBesides() {
    TrustPolicy nobody = POLICY.withSigners(List.of());
    SignedOpened.Judged unknown = judged(SignedEnvelope.open(made(), key(FIRST), nobody, RANDOM));
    assertThat(unknown.content().report().reason()).contains(Reason.NO_TRUST_ANCHOR);
    TrustPolicy late = POLICY.withAt(TestPki.END.plusSeconds(9));
    SignedOpened.Judged ended = judged(SignedEnvelope.open(made(), key(FIRST), late, RANDOM));
    assertThat(ended.content().report().conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  // Attacks.

  /** The parts of one message exchanged for those of another, which is as good by itself. */
  private static Bytes exchanged(Bytes envelope, Bytes other, int... places) {
    List<ASN1Encodable> all = new ArrayList<>(List.of(inside(envelope).toArray()));
    for (int place : places) {
      int at = place < 0 ? all.size() + place : place;
      ASN1Sequence from = inside(other);
      all.set(at, from.getObjectAt(place < 0 ? from.size() + place : place));
    }
    return handmade(new DERSequence(all.toArray(ASN1Encodable[]::new)));
  }

  @Test
  void exchangedPartsDoNotOpen() {
    Bytes one = made();
    Bytes other =
        SignedEnvelope.make(
            Bytes.utf8("other"),
            Gbt35275Signer.detached(Bytes.utf8("other"), OTHER, TestPki.NOW),
            List.of(certificate(FIRST)),
            RANDOM);
    assertThat(judged(open(other)).content().report().conclusion()).isEqualTo(Conclusion.VALID);
    refused(exchanged(one, other, 1), EnvelopeRefusal.NOT_OPENED);
    refused(exchanged(one, other, 3), EnvelopeRefusal.NOT_OPENED);
    refused(exchanged(one, other, 1, 3), EnvelopeRefusal.NOT_OPENED);
    refused(exchanged(one, other, -1), EnvelopeRefusal.NOT_OPENED);
    refused(exchanged(one, other, -2, -1), EnvelopeRefusal.NOT_OPENED);
    refused(exchanged(one, other, -2), EnvelopeRefusal.NOT_OPENED);
    // All of the other's is the other's.
    assertThat(judged(open(exchanged(one, other, 1, 3, -2, -1))).signatures().signers())
        .extracting(s -> s.certificate())
        .containsExactly(Optional.of(certificate(OTHER)));
  }

  /**
   * What stands in for a content that did not open is nothing that its sender knows: whoever signs
   * the encrypted octets would read from the time of the verification whether the padding was good.
   */
  @Test
  void whatStandsInForAContentIsNotKnownToTheSender() {
    Drawn random = new Drawn();
    Bytes good = made(Gbt35275Signer.detached(CONTENT, SIGNER));
    int encrypted = (CONTENT.length() / 16 + 1) * 16;
    judged(SignedEnvelope.open(good, key(FIRST), POLICY, random));
    assertThat(random.lengths).contains(encrypted);
    random.lengths.clear();
    Bytes other = made(Gbt35275Signer.detached(CONTENT, SIGNER));
    assertThat(SignedEnvelope.open(exchanged(good, other, 3), key(FIRST), POLICY, random))
        .isEqualTo(new SignedOpened.Refused(EnvelopeRefusal.NOT_OPENED));
    assertThat(random.lengths).contains(encrypted);
  }

  /** Tells how many octets were asked for. */
  private static final class Drawn extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient List<Integer> lengths = new ArrayList<>();

    @Override
    public void nextBytes(byte[] out) {
      lengths.add(out.length);
      super.nextBytes(out);
    }
  }

  /** SM4-CBC alone notices nothing; the signature under it notices all. */
  @Test
  void noAlteredOctetOpensToOtherContent() {
    Bytes envelope = made(Gbt35275Signer.detached(CONTENT, SIGNER));
    for (int at = 0; at < envelope.length(); at += 29) {
      SignedOpened opened = open(Mutators.flip(envelope, at, 1));
      if (opened instanceof SignedOpened.Judged judged) {
        Bytes content = judged.content().fold(c -> c, (r, p) -> CONTENT, (r, p) -> CONTENT);
        assertThat(content).as("octet %d", at).isEqualTo(CONTENT);
      }
    }
    Bytes encrypted =
        Bytes.of(
            ASN1OctetString.getInstance(
                    ASN1TaggedObject.getInstance(
                        ASN1Sequence.getInstance(inside(envelope).getObjectAt(3)).getObjectAt(2)),
                    false)
                .getOctets());
    int from = envelope.toHex().indexOf(encrypted.toHex()) / 2;
    for (int at = from; at < from + encrypted.length(); at += 31) {
      refused(Mutators.flip(envelope, at, 1), EnvelopeRefusal.NOT_OPENED);
    }
  }

  @Test
  void withoutItsSignersItIsNone() {
    List<ASN1Encodable> all = new ArrayList<>(List.of(inside(made()).toArray()));
    all.set(all.size() - 1, new DERSet());
    refused(
        handmade(new DERSequence(all.toArray(ASN1Encodable[]::new))), EnvelopeRefusal.MALFORMED);
    all.remove(all.size() - 1);
    refused(
        handmade(new DERSequence(all.toArray(ASN1Encodable[]::new))), EnvelopeRefusal.MALFORMED);
    // The certificate taken away: nobody knows whose the value is.
    List<ASN1Encodable> nameless = new ArrayList<>(List.of(inside(made()).toArray()));
    nameless.remove(4);
    refused(
        handmade(new DERSequence(nameless.toArray(ASN1Encodable[]::new))),
        EnvelopeRefusal.NOT_OPENED);
  }

  /** Certificates and lists once each and in their order, and nothing that a reader might take. */
  @Test
  void nothingElseStandsInIt() {
    ASN1Sequence own = inside(made());
    ASN1Encodable certificates = own.getObjectAt(4);
    ASN1Encodable lists = new DERTaggedObject(false, 1, new DERSet());
    ASN1Encodable other = new DERTaggedObject(false, 2, new DERSet());
    assertThat(open(with(own, certificates, lists))).isInstanceOf(SignedOpened.Judged.class);
    for (ASN1Encodable[] wrong :
        new ASN1Encodable[][] {
          {certificates, certificates},
          {lists, certificates},
          {certificates, other},
          {certificates, new DERSet()}
        }) {
      refused(with(own, wrong), EnvelopeRefusal.MALFORMED);
    }
  }

  private static Bytes with(ASN1Sequence own, ASN1Encodable... between) {
    List<ASN1Encodable> all = new ArrayList<>(List.of(own.toArray()).subList(0, 4));
    all.addAll(List.of(between));
    all.add(own.getObjectAt(own.size() - 1));
    return handmade(new DERSequence(all.toArray(ASN1Encodable[]::new)));
  }

  /** A signature of one's own beside or in place of the sender's does not hide the sender's. */
  @Test
  void everySignerIsJudged() {
    Bytes wrong = Gbt35275Signer.detached(Bytes.utf8("other"), OTHER);
    ASN1Sequence foreign = inside(made(wrong));
    ASN1Set theirs = ASN1Set.getInstance(foreign.getObjectAt(foreign.size() - 1));
    List<ASN1Encodable> all = new ArrayList<>(List.of(inside(made()).toArray()));
    ASN1Set own = ASN1Set.getInstance(all.get(all.size() - 1));
    ASN1Encodable[] signers = {own.getObjectAt(0), theirs.getObjectAt(0)};
    all.set(all.size() - 1, new DERSet(signers));
    refused(
        handmade(new DERSequence(all.toArray(ASN1Encodable[]::new))), EnvelopeRefusal.NOT_OPENED);
    refused(made(wrong), EnvelopeRefusal.NOT_OPENED);
  }

  @Test
  void refusalsSayWhatAnybodyCanSeeAndNothingMore() {
    Bytes envelope = made();
    refused(Bytes.empty(), EnvelopeRefusal.MALFORMED);
    refused(Bytes.utf8("no envelope"), EnvelopeRefusal.MALFORMED);
    refused(envelope.slice(0, 200), EnvelopeRefusal.MALFORMED);
    refused(
        EnvelopeMaker.gbt35275(CONTENT, List.of(certificate(FIRST)), RANDOM),
        EnvelopeRefusal.MALFORMED);
    assertThat(EnvelopeOpener.open(envelope, key(FIRST), RANDOM).contentIfOpened()).isEmpty();
    assertThat(SignedEnvelope.open(envelope, key(recipient("样例无关")), POLICY, RANDOM))
        .isEqualTo(new SignedOpened.Refused(EnvelopeRefusal.NOT_FOR_THIS_KEY));
    EnvelopeKey lost = EnvelopeKey.sm2(certificate(FIRST), Sm2PrivateKey.generate(RANDOM));
    assertThat(SignedEnvelope.open(envelope, lost, POLICY, RANDOM))
        .isEqualTo(new SignedOpened.Refused(EnvelopeRefusal.NOT_OPENED));
    byte[] nest = new byte[1_000_000];
    for (int i = 0; i < nest.length; i += 2) {
      nest[i] = 0x30;
      nest[i + 1] = (byte) 0x80;
    }
    refused(Bytes.of(nest), EnvelopeRefusal.MALFORMED);
  }

  @Test
  void onlyADetachedSignatureGoesIn() {
    for (Bytes signature :
        List.of(
            Bytes.utf8("none"),
            Der.encode(new DERSequence()),
            Gbt35275Signer.attached(CONTENT, SIGNER))) {
      assertThatThrownBy(() -> made(signature)).isInstanceOf(IllegalArgumentException.class);
    }
    List<Certificate> signing = List.of(certificate(SIGNER));
    Bytes signature = Gbt35275Signer.detached(CONTENT, SIGNER);
    assertThatThrownBy(() -> SignedEnvelope.make(CONTENT, signature, signing, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
