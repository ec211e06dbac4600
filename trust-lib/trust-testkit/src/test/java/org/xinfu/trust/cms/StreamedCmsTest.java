package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.Signer;

/** Messages whose content stays where it is are judged like those that are held. */
class StreamedCmsTest {
  private static final TestPki PKI = TestPki.seeded("streamed cms");
  private static final Signer SM2 = PKI.sealSigner("样例");
  private static final Signer EC = PKI.documentSigner("样例文档");
  private static final Bytes SMALL = Bytes.utf8("content of a file, in several pieces");
  private static final Bytes LARGE = noise((5 << 20) + 17);
  private static final TrustPolicy STRICT = PKI.policy().withMode(TrustPolicy.Mode.STRICT);

  static Stream<Bytes> messages() {
    Bytes cades = CmsSigner.cadesAttached(SMALL, EC, TestPki.NOW);
    Bytes gb = Gbt35275Signer.attached(SMALL, SM2, TestPki.NOW);
    Bytes bare = Gbt35275Signer.attached(SMALL, SM2);
    Bytes detached = Gbt35275Signer.detached(SMALL, SM2);
    return Stream.of(
        cades, gb, bare, detached, indefinite(cades, 7), indefinite(bare, 1), nested(gb));
  }

  // The same verdict as of the whole message, altered or not.

  @ParameterizedTest
  @MethodSource("messages")
  void bothWaysOfReadingAgree(Bytes message) {
    assertThat(streamed(message)).isEqualTo(whole(message));
    // Every octet around the content, and a sample of the certificates behind it.
    for (int at = 0; at < message.length(); at += at < 120 ? 1 : 37) {
      Bytes altered = Mutators.flip(message, at, 1 << (at % 7));
      assertThat(streamed(altered)).describedAs("octet %s", at).isEqualTo(whole(altered));
    }
    for (int length = 0; length < message.length(); length += 97) {
      Bytes cut = message.slice(0, length);
      assertThat(streamed(cut)).describedAs("cut at %s", length).isEqualTo(whole(cut));
    }
    Bytes longer = message.concat(Bytes.hex("00"));
    assertThat(streamed(longer)).isEqualTo(whole(longer));
  }

  private static List<String> whole(Bytes message) {
    return outline(CmsVerifier.verify(message, context(message)));
  }

  private static List<String> streamed(Bytes message) {
    CmsContext context = context(message);
    try {
      return outline(
          SignedMessage.large(DocumentSource.of(message), false).judge(Optional.empty(), context));
    } catch (MalformedDer damaged) {
      return outline(CmsVerifier.damaged(damaged));
    }
  }

  private static CmsContext context(Bytes message) {
    boolean gb = message.toHex().contains("2a811ccf5506010402");
    return new CmsContext(
        PKI.policy(), gb ? CmsProfile.GBT35275 : CmsProfile.FILE, Optional.empty());
  }

  /** Every check with its outcome and reason; where in the octets it failed may differ. */
  private static List<String> outline(CmsJudgement judged) {
    List<String> lines = new ArrayList<>();
    judged.structure().checks().forEach(c -> lines.add(c.id() + c.outcome() + c.reason()));
    judged
        .signers()
        .forEach(
            s -> {
              lines.add("signer " + s.integrity());
              s.report().checks().forEach(c -> lines.add(c.id() + c.outcome() + c.reason()));
            });
    return lines;
  }

  // Large messages through the door.

  @Test
  void aLargeMessageIsMadeAndVerified() throws IOException {
    for (Bytes message : List.of(cades(LARGE), gb(LARGE))) {
      assertThat(verify(message).conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(verify(message, STRICT).reason()).isNotEqualTo(Optional.of(Reason.MALFORMED));
      assertThat(verify(Mutators.flip(message, message.length() / 2, 1)).reason())
          .contains(Reason.DIGEST_MISMATCH);
      assertThat(verify(message.slice(0, message.length() - 1)).reason())
          .contains(Reason.MALFORMED);
      assertThat(verify(message.concat(Bytes.hex("00"))).reason()).contains(Reason.MALFORMED);
    }
  }

  /** Written as a stream, the message is DER, octet for octet what is written from memory. */
  @Test
  void theStreamIsDer() throws IOException {
    for (Bytes content : List.of(Bytes.empty(), SMALL, noise(300), noise(70_000))) {
      Bytes message = cades(content);
      ParsedCms parsed = ParsedCms.parse(message);
      assertThat(parsed.content().flatMap(SignedContent::octets)).contains(content);
      assertThat(verify(message).conclusion()).isEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void aLargeMessageInPiecesIsToldAndStrictRefusesIt() throws IOException {
    Bytes message = indefinite(cades(LARGE), 100_000);
    DocumentReport interop = verify(message);
    assertThat(interop.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(interop.document().check("cms-structure").orElseThrow().reason())
        .isEqualTo(Reason.ENCODING_NOT_STANDARD);
    assertThat(verify(message, STRICT).reason()).contains(Reason.MALFORMED);
  }

  @Test
  void aLargeContentWithoutAttributesIsRead() {
    Bytes message = Gbt35275Signer.attached(LARGE, SM2);
    assertThat(verify(message).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(verify(Mutators.flip(message, message.length() / 2, 1)).reason())
        .contains(Reason.SIGNATURE_VALUE_WRONG);
    Bytes detached = Gbt35275Signer.detached(LARGE, SM2);
    DocumentReport apart =
        Trust.verify(DocumentSource.of(detached), DocumentSource.of(LARGE), PKI.policy());
    assertThat(apart.conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void theContentHandedInMustBeTheOneCarried() throws IOException {
    DocumentSource message = DocumentSource.of(cades(LARGE));
    assertThat(Trust.verify(message, DocumentSource.of(LARGE), PKI.policy()).conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(Trust.verify(message, DocumentSource.of(SMALL), PKI.policy()).reason())
        .contains(Reason.DIGEST_MISMATCH);
  }

  /** What was signed as the attributes of a message must not pass as the content of another. */
  @Test
  void aLargeSetOfAttributesIsNoContent() {
    Bytes attribute = Bytes.hex("300b06092a864886f70d010903");
    StringBuilder many = new StringBuilder();
    int count = (5 << 20) / attribute.length();
    for (int i = 0; i < count; i++) {
      many.append(attribute.toHex());
    }
    Bytes set = Bytes.hex(String.format("3183%06x", count * attribute.length()) + many);
    assertThat(verify(Gbt35275Signer.attached(set, SM2)).reason())
        .contains(Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  /** An element around the content that is itself large is no message that anybody writes. */
  @Test
  void whatIsAroundTheContentHasALimit() {
    CmsForge forge = new CmsForge(EC);
    forge.encapsulated =
        new DERSequence(
            new ASN1Encodable[] {
              CMSObjectIdentifiers.data,
              new DERTaggedObject(true, 0, new DEROctetString(CmsForge.CONTENT.toArray()))
            });
    forge.afterCertificates.add(
        new DERTaggedObject(true, 1, new DEROctetString(noise(17 << 20).toArray())));
    DocumentReport report = verify(forge.make());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  /** A digest that digestAlgorithms does not list is computed by another reading. */
  @Test
  void anUnlistedDigestIsComputedToo() throws IOException {
    ParsedCms parsed = StreamedCms.read(DocumentSource.of(cades(LARGE)), true);
    SignedContent content = parsed.content().orElseThrow();
    for (ContentDigest digest : ContentDigest.values()) {
      assertThat(content.digests().apply(digest)).isEqualTo(digest.of(LARGE));
    }
    try (InputStream stream = content.stream().orElseThrow().get()) {
      assertThat(stream.read()).isEqualTo(LARGE.at(0));
      assertThat(Bytes.of(stream.readAllBytes())).isEqualTo(LARGE.slice(1, LARGE.length()));
      assertThat(stream.read()).isEqualTo(-1);
    }
    assertThat(verify(cades(LARGE)).signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  private static DocumentReport verify(Bytes message) {
    return verify(message, PKI.policy());
  }

  private static DocumentReport verify(Bytes message, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(message), policy);
  }

  private static Bytes cades(Bytes content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CmsSigner.cadesAttached(DocumentSource.of(content), EC, TestPki.NOW, out);
    return Bytes.of(out.toByteArray());
  }

  private static Bytes gb(Bytes content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Gbt35275Signer.attached(DocumentSource.of(content), SM2, TestPki.NOW, out);
    return Bytes.of(out.toByteArray());
  }

  /** As streaming writers have it: indefinite lengths outside, the content in pieces. */
  private static Bytes indefinite(Bytes message, int piece) {
    return rewritten(message, piece, Bytes.hex("2480"), Bytes.hex("0000"));
  }

  /** A constructed string in another, both of indefinite length. */
  private static Bytes nested(Bytes message) {
    return rewritten(message, 11, Bytes.hex("24802480"), Bytes.hex("00000400" + "0000"));
  }

  private static Bytes rewritten(Bytes message, int piece, Bytes begin, Bytes end) {
    List<Der> outer = Der.outer(message).children();
    List<Der> data = outer.get(1).only().children();
    List<Der> encapsulated = data.get(2).children();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, Bytes.hex("3080"), outer.get(0).encoded(), Bytes.hex("a0803080"));
    put(out, data.get(0).encoded(), data.get(1).encoded(), Bytes.hex("3080"));
    put(out, encapsulated.get(0).encoded(), Bytes.hex("a080"), begin);
    Bytes content = encapsulated.get(1).only().content();
    for (int at = 0; at < content.length(); at += piece) {
      byte[] part = content.slice(at, Math.min(at + piece, content.length())).toArray();
      put(out, Bytes.of(BerForm.encode(Der.OCTET_STRING, part)));
    }
    put(out, end, Bytes.hex("00000000"));
    data.subList(3, data.size()).forEach(d -> put(out, d.encoded()));
    put(out, Bytes.hex("000000000000"));
    return Bytes.of(out.toByteArray());
  }

  private static void put(ByteArrayOutputStream out, Bytes... parts) {
    for (Bytes part : parts) {
      out.writeBytes(part.toArray());
    }
  }

  private static Bytes noise(int size) {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    return Bytes.of(octets);
  }
}
