package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;

/**
 * Time-stamps of XAdES whose octets this test puts together itself, part by part as EN 319 132-1
 * §5.3 and §5.5.2.2 name them, so that maker and verifier cannot err alike.
 */
class XadesArchiveTest {
  private static final TestPki PKI = TestPki.seeded("xades archive");
  private static final Signer SIGNER = PKI.documentSigner("样例存档");
  private static final Signer AUTHORITY = PKI.timestamper("样例时间戳");
  private static final Instant STAMPED = TestPki.NOW.plus(Duration.ofMinutes(1));
  private static final TrustPolicy POLICY = PKI.policy().withAt(TestPki.NOW.plusSeconds(7200));
  private static final String EXCLUSIVE =
      "<ds:CanonicalizationMethod Algorithm=\"" + C14n.EXCLUSIVE.uri() + "\"/>";

  /** A namespace that nothing uses: inclusive forms have it, exclusive ones do not. */
  private static final String CONTENT =
      "<Licence xmlns=\"urn:x\" xmlns:u=\"urn:unused\">food</Licence>";

  private static final String CRL =
      "<x:EncapsulatedCRLValue>"
          + XmlSigner.base64(PKI.crl(PKI.documentRoot()))
          + "</x:EncapsulatedCRLValue>";
  private static final String LISTS =
      "<x:RevocationValues><x:CRLValues>" + CRL + "</x:CRLValues></x:RevocationValues>";

  @Test
  void everyPartInItsPlace() {
    for (C14n method : List.of(C14n.EXCLUSIVE, C14n.INCLUSIVE, C14n.INCLUSIVE_11)) {
      String stated = EXCLUSIVE.replace(C14n.EXCLUSIVE.uri(), method.uri());
      String archived = archived("x141", stated, method, false);
      DocumentReport report = judged(archived);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).level()).isEqualTo("B-LTA");
    }
    DocumentReport unstated = judged(archived("x141", "", C14n.INCLUSIVE, false));
    assertThat(unstated.conclusion()).as("%s", unstated).isEqualTo(Conclusion.VALID);
  }

  /** TS 101 903 v1.3.2 §7.7: an Object that a reference names is not stamped a second time. */
  @Test
  void theOlderArchiveStampPassesOverReferencedObjects() {
    DocumentReport report = judged(archived("x", EXCLUSIVE, C14n.EXCLUSIVE, true));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).level()).isEqualTo("B-LTA");
    for (boolean old : new boolean[] {true, false}) {
      DocumentReport other = judged(archived(old ? "x141" : "x", EXCLUSIVE, C14n.EXCLUSIVE, old));
      assertThat(other.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(other.reason()).contains(Reason.TIMESTAMP_WRONG);
      assertThat(check(other, "archive-imprint")).contains(Outcome.UNKNOWN);
    }
  }

  /** What it covers was described in several ways; a list of them is not read. */
  @Test
  void aListOfWhatIsStampedIsNotRead() {
    String include = "<x:Include URI=\"#s-value\"/>";
    String archived = archived("x141", include, C14n.INCLUSIVE, false);
    assertThat(judged(archived).reason()).contains(Reason.TRANSFORM_NOT_ALLOWED);
    assertThat(judged(archived).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(judged(archived.replace("x:Include", "x:HashDataInfo")).reason())
        .contains(Reason.TRANSFORM_NOT_ALLOWED);
    String stamped = stamped(include, C14n.INCLUSIVE, STAMPED);
    assertThat(judged(signed(stamped)).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aStampIsOverTheCanonicalValue() {
    for (C14n method : C14n.values()) {
      String stated = EXCLUSIVE.replace(C14n.EXCLUSIVE.uri(), method.uri());
      DocumentReport report = judged(signed(stamped(stated, method, STAMPED)));
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).level()).isEqualTo("B-T");
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(STAMPED);
    }
    DocumentReport other = judged(signed(stamped("", C14n.EXCLUSIVE, STAMPED)));
    assertThat(other.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(other.reason()).contains(Reason.TIMESTAMP_WRONG);
    String unknown = stamped(EXCLUSIVE.replace("exc-c14n", "x"), C14n.EXCLUSIVE, STAMPED);
    assertThat(judged(signed(unknown)).reason()).contains(Reason.TRANSFORM_NOT_ALLOWED);
    assertThat(judged(signed(unknown)).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  /** The best time is the earliest that is proven, whatever the order. */
  @Test
  void theEarliestOfSeveralTokensCounts() {
    Instant later = STAMPED.plusSeconds(60);
    String token = "<x:EncapsulatedTimeStamp>";
    for (List<Instant> times : List.of(List.of(STAMPED, later), List.of(later, STAMPED))) {
      String first = stamped(EXCLUSIVE, C14n.EXCLUSIVE, times.get(0));
      String second = stamped(EXCLUSIVE, C14n.EXCLUSIVE, times.get(1));
      assertThat(judged(signed(first + second)).signatures().get(0).signedAt()).isEqualTo(STAMPED);
      String both = second.substring(second.indexOf(token), second.indexOf("</x:SignatureTimeS"));
      String one = first.replace("</x:SignatureTimeStamp>", both + "</x:SignatureTimeStamp>");
      DocumentReport report = judged(signed(one));
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(STAMPED);
    }
  }

  @Test
  void tokensAreCounted() {
    String one = stamped(EXCLUSIVE, C14n.EXCLUSIVE, STAMPED);
    String none = one.replaceFirst("<x:EncapsulatedTimeStamp>.*</x:EncapsulatedTimeStamp>", "");
    assertThat(judged(signed(none)).reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(judged(signed(none)).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(judged(signed(none)).signatures().get(0).timeSource()).isEqualTo(TimeSource.CLAIMED);
    String token = one.replaceFirst(".*(<x:EncapsulatedTimeStamp>.*</x:Encapsul.*p>)</.*", "$1");
    TrustPolicy few =
        POLICY.withBudgets(new TrustPolicy.Budgets(1 << 20, 10, 1 << 20, 1 << 20, 200, 64, 3, 10));
    DocumentReport three = judged(signed(one.replace(token, token.repeat(3))), few);
    assertThat(three.conclusion()).as("%s", three).isEqualTo(Conclusion.VALID);
    assertThat(judged(signed(one.replace(token, token.repeat(4))), few).reason())
        .contains(Reason.BUDGET_EXCEEDED);
  }

  /** Only lists or responses that stand before the archive stamp make B-LTA, wherever they are. */
  @Test
  void whereListsMayStand() {
    for (String place : List.of("TimeStampValidationData", "AnyValidationData")) {
      String lists = "<x141:" + place + ">" + LISTS + "</x141:" + place + ">";
      DocumentReport report =
          judged(archived(stamp() + lists, "x141", EXCLUSIVE, C14n.EXCLUSIVE, false));
      assertThat(report.signatures().get(0).level()).as(place).isEqualTo("B-LTA");
    }
    DocumentReport none = judged(archived(stamp(), "x141", EXCLUSIVE, C14n.EXCLUSIVE, false));
    assertThat(none.signatures().get(0).level()).isEqualTo("B-T");
    DocumentReport unstamped = judged(archived(LISTS, "x141", EXCLUSIVE, C14n.EXCLUSIVE, false));
    assertThat(unstamped.signatures().get(0).level()).isEqualTo("B-B");
    DocumentReport first = judged(archived("", "x141", EXCLUSIVE, C14n.EXCLUSIVE, false));
    assertThat(first.signatures().get(0).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    // A stamp behind the archive stamp is not archived.
    String archive = archive(LISTS, AUTHORITY, STAMPED.plusSeconds(9));
    assertThat(judged(signed(LISTS + archive + stamp())).signatures().get(0).level())
        .isEqualTo("B-LT");
    // A list in KeyInfo is archived with it.
    String keyInfo = withList(signed(stamp()));
    Bytes token =
        token(AUTHORITY, octetsOf(keyInfo, C14n.EXCLUSIVE, false), STAMPED.plusSeconds(9));
    String listed = withList(signed(stamp() + element("x141:ArchiveTimeStamp", EXCLUSIVE, token)));
    assertThat(judged(listed).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(listed).signatures().get(0).level()).isEqualTo("B-LTA");
  }

  private static String withList(String xml) {
    String list = "<ds:X509CRL>" + XmlSigner.base64(PKI.crl(PKI.documentRoot())) + "</ds:X509CRL>";
    return xml.replace("</ds:X509Data>", list + "</ds:X509Data>");
  }

  /** Of what it covers accounts differ; a token that does not hold is refuted all the same. */
  @Test
  void aDamagedArchiveTokenIsRefuted() {
    Bytes good = token(AUTHORITY, octets(stamp(), C14n.EXCLUSIVE, false), STAMPED.plusSeconds(9));
    byte[] octets = good.toArray();
    octets[octets.length - 1] ^= 1;
    String archive = element("x141:ArchiveTimeStamp", EXCLUSIVE, Bytes.of(octets));
    assertThat(judged(signed(stamp() + archive)).conclusion()).isEqualTo(Conclusion.INVALID);
    String sound = element("x141:ArchiveTimeStamp", EXCLUSIVE, good);
    assertThat(judged(signed(stamp() + sound)).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** What a reference that was not judged stands for cannot be compared with the stamp. */
  @Test
  void anOpenReferenceLeavesTheArchiveStampOpen() {
    XmlForge forge = new XmlForge(SIGNER);
    String opaque = forge.reference(" URI=\"\"", XmlForge.transform("urn:x"), "AA==");
    String archive = archive("", AUTHORITY, STAMPED.plusSeconds(9));
    DocumentReport report = judged(signed(archive, opaque));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(check(report, "archive")).contains(Outcome.UNKNOWN);
    assertThat(report.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
  }

  @Test
  void whatIsNotJudgedIsSaid() {
    String own = "<v:Ticket xmlns:v=\"urn:vendor\">7</v:Ticket>";
    DocumentReport report = judged(signed(own + "<x:CompleteCertificateRefs/>"));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    List<String> said =
        report.signatures().get(0).report().checks().stream()
            .filter(c -> c.id().equals("unsigned-property"))
            .map(c -> c.outcome() + " " + c.detail())
            .toList();
    assertThat(said).containsExactly("NOT_DONE Ticket", "NOT_DONE CompleteCertificateRefs");
    String known = stamp() + LISTS + "<x:CertificateValues/>";
    assertThat(check(judged(signed(known)), "unsigned-property")).isEmpty();
  }

  /** Of several archive stamps behind it the earliest vouches for a stamp by a key that ended. */
  @Test
  void anEndedAuthorityIsVouchedForInTime() {
    Instant end = STAMPED.plusSeconds(600);
    Signer ended = PKI.issue(PKI.spec("CN=样例旧时间戳", Purpose.TIMESTAMPER, end), PKI.documentRoot());
    String old = stamped(EXCLUSIVE, C14n.EXCLUSIVE, ended, STAMPED);
    String first = archive(old, AUTHORITY, STAMPED.plusSeconds(60));
    String second = archive(old + first, AUTHORITY, end.plusSeconds(60));
    String late = archive(old, AUTHORITY, end.plusSeconds(60));
    assertThat(judged(signed(old + first + second)).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(signed(old + late)).reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    String by = archive(stamp(), ended, STAMPED.plusSeconds(60));
    assertThat(judged(signed(stamp() + by)).reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    String kept = archive(stamp() + by, AUTHORITY, STAMPED.plusSeconds(90));
    assertThat(judged(signed(stamp() + by + kept)).conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static Optional<Outcome> check(DocumentReport report, String id) {
    return report.signatures().get(0).report().check(id).map(c -> c.outcome());
  }

  private static DocumentReport judged(String xml) {
    return judged(xml, POLICY);
  }

  private static DocumentReport judged(String xml, TrustPolicy policy) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), policy);
  }

  /** The document with these unsigned properties; its own value does not depend on them. */
  private static String signed(String unsigned) {
    return signed(unsigned, "");
  }

  private static String signed(String unsigned, String more) {
    XmlForge forge = new XmlForge(SIGNER);
    String properties =
        forge
            .properties(
                "s",
                Xades.V132,
                forge.certificate("SigningCertificate", SIGNER.chain().get(0)),
                "#s")
            .replace("2026-11-01T09:30:00+08:00", TestPki.NOW.toString())
            .replace(
                "</x:QualifyingProperties>",
                "<x:UnsignedProperties xmlns:x141=\""
                    + Xades.V141
                    + "\"><x:UnsignedSignatureProperties>"
                    + unsigned
                    + "</x:UnsignedSignatureProperties></x:UnsignedProperties>"
                    + "</x:QualifyingProperties>");
    String object = "<ds:Object Id=\"o\"><n:Note xmlns:n=\"urn:n\">x</n:Note></ds:Object>";
    String canonical = object.replace("Object Id", "Object xmlns:ds=\"" + Dom.DS + "\" Id");
    String digest = XmlSigner.base64(XmlDigest.SHA512.of(Bytes.utf8(canonical)));
    String manifest =
        "<ds:Object><ds:Manifest Id=\"m\">"
            + forge
                .reference(" URI=\"#o\"", XmlForge.transform(XmlForge.EXCLUSIVE), digest)
                .replace(XmlDigest.SHA256.uri(), XmlDigest.SHA512.uri())
            + "</ds:Manifest></ds:Object>";
    String objects = object + "<ds:Object/>" + manifest;
    String references =
        forge.reference("", XmlForge.transform(XmlForge.ENVELOPED))
            + forge.typed("#s-signed", Xades.TYPE)
            + forge.reference("#o", XmlForge.transform(XmlForge.EXCLUSIVE))
            + forge.typed("#m", Dom.DS + "Manifest")
            + more;
    XmlForge maker = new XmlForge(SIGNER).objects(properties + objects);
    return maker.sign(CONTENT.replace("</", maker.signature("s", references) + "</"), "s");
  }

  private static String stamp() {
    return stamped(EXCLUSIVE, C14n.EXCLUSIVE, STAMPED);
  }

  private static String stamped(String method, C14n form, Instant at) {
    return stamped(method, form, AUTHORITY, at);
  }

  private static String stamped(String method, C14n form, Signer authority, Instant at) {
    Element value = Dom.all(parsed(signed("")), Dom.DS, "SignatureValue").get(0);
    return element("x:SignatureTimeStamp", method, token(authority, canonical(value, form), at));
  }

  private static String archive(String before, Signer authority, Instant at) {
    Bytes octets = octets(before, C14n.EXCLUSIVE, false);
    return element("x141:ArchiveTimeStamp", EXCLUSIVE, token(authority, octets, at));
  }

  private static String archived(String prefix, String method, C14n form, boolean old) {
    return archived(stamp() + LISTS, prefix, method, form, old);
  }

  private static String archived(
      String before, String prefix, String method, C14n form, boolean old) {
    Bytes octets = octets(before, form, old);
    Bytes token = token(AUTHORITY, octets, STAMPED.plusSeconds(9));
    return signed(before + element(prefix + ":ArchiveTimeStamp", method, token));
  }

  private static String element(String name, String method, Bytes token) {
    return "<"
        + name
        + ">"
        + method
        + "<x:EncapsulatedTimeStamp>"
        + XmlSigner.base64(token)
        + "</x:EncapsulatedTimeStamp></"
        + name
        + ">";
  }

  private static Bytes token(Signer authority, Bytes octets, Instant at) {
    ContentDigest digest = ContentDigest.SHA256;
    TimestampMaker maker = new TimestampMaker(authority, "1.2.3", () -> BigInteger.TEN);
    return maker.token(new TimestampMaker.Order(digest, digest.of(octets), Optional.empty()), at);
  }

  /** EN 319 132-1 §5.5.2.2: referenced contents, the signature's own parts, what stands before. */
  private static Bytes octets(String before, C14n form, boolean old) {
    return octetsOf(signed(before), form, old);
  }

  private static Bytes octetsOf(String xml, C14n form, boolean old) {
    Document document = parsed(xml);
    Element signature = Dom.all(document, Dom.DS, "Signature").get(0);
    Element properties = Dom.all(document, Xades.V132, "SignedProperties").get(0);
    List<Element> objects = Dom.children(signature, Dom.DS, "Object");
    List<Bytes> parts = new ArrayList<>();
    parts.add(
        Bytes.utf8(form.exclusive() ? CONTENT.replace(" xmlns:u=\"urn:unused\"", "") : CONTENT));
    parts.add(canonical(properties, C14n.EXCLUSIVE));
    parts.add(canonical(objects.get(1), C14n.EXCLUSIVE));
    parts.add(canonical(Dom.all(objects.get(3), Dom.DS, "Manifest").get(0), C14n.EXCLUSIVE));
    for (String name : List.of("SignedInfo", "SignatureValue", "KeyInfo")) {
      parts.add(canonical(Dom.children(signature, Dom.DS, name).get(0), form));
    }
    Element unsigned = Dom.all(document, Xades.V132, "UnsignedSignatureProperties").get(0);
    Dom.children(unsigned).forEach(each -> parts.add(canonical(each, form)));
    if (!old) {
      parts.add(canonical(objects.get(1), form));
    }
    parts.add(canonical(objects.get(2), form));
    parts.add(canonical(objects.get(3), form));
    return parts.stream().reduce(Bytes.empty(), Bytes::concat);
  }

  private static Document parsed(String xml) {
    try {
      return XmlForge.parse(xml);
    } catch (XmlFinding found) {
      throw new IllegalStateException(found.detail());
    }
  }

  private static Bytes canonical(Element element, C14n form) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      form.write(element, Set.of(), null, out);
      return Bytes.of(out.toByteArray());
    } catch (XmlFinding found) {
      throw new IllegalStateException(found.detail());
    }
  }
}
