package org.xinfu.trust.xml;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.testkit.LongTermPki;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.testkit.Vectors.Expected;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;

/**
 * Makes {@code specs/vectors/xml/long-term.json}: XAdES B-B to B-LTA long after the certificates
 * have ended, and what can be done to time-stamps and evidence (EN 319 132-1 §5.3 to §5.5).
 */
final class XadesLongTermVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "levels as they are made and renewed",
          "Late", "judged when what is there proves nothing any more",
          "Timestamp", "a signature time-stamp altered, by a stranger or over other octets",
          "Archive", "an archive time-stamp that leaves out what stands before it",
          "Evidence", "validation data altered, taken away or against the signer",
          "Order", "properties that stand in another order than when they were archived");

  private static final Instant NOW = TestPki.NOW.plusSeconds(3600);
  private static final Instant Y2030 = LongTermPki.Y2030;
  private static final Instant Y2040 = LongTermPki.Y2040;
  private static final String STAMP = "xades:SignatureTimeStamp";
  private static final String CERTIFICATES = "xades:CertificateValues";
  private static final String LISTS = "xades:RevocationValues";
  private static final String ARCHIVE = "xades141:ArchiveTimeStamp";
  private static final String LATER = "xades141:TimeStampValidationData";
  private final XadesLongTerm make = new XadesLongTerm();
  private final Vectors vectors = new Vectors("long-term", "XML", make.pki.policy(), FLAGS);
  private final Bytes basic = make.basic();
  private final Bytes stamped = make.stamped(basic);
  private final Bytes valued = make.valued(stamped);
  private final Bytes archived = make.archived(valued);
  private final Bytes renewed = make.renewed(archived);

  private XadesLongTermVectors() {}

  /** The file's text; the same at every call. */
  static String write() {
    XadesLongTermVectors all = new XadesLongTermVectors();
    all.levels();
    all.late();
    all.stamps();
    all.archives();
    all.evidence();
    all.order();
    return all.vectors.write();
  }

  private void levels() {
    strictDoubts("B-B, in time", basic, NOW);
    strictDoubts("B-T, in time", stamped, NOW);
    strictDoubts("B-T, the signer's certificate has ended", stamped, Y2030);
    // Unstamped lists may be made later with a key of the issuer that was lost.
    vectors.strictRefuses(
        test("Genuine", "B-LT, the signer's certificate has ended", valued, Y2030),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    good("B-LTA, the signer's certificate has ended", archived, Y2030);
    good("B-LTA, renewed, the first authority's certificate has ended too", renewed, Y2040);
    good(
        "B-LTA, archived twice by one authority",
        make.archived(archived, make.pki.first(), LongTermPki.Y2028.plusSeconds(60)),
        Y2030);
    good(
        "a second time-stamp behind the archive time-stamp",
        make.stamped(archived, make.pki.first(), LongTermPki.Y2028.plusSeconds(60)),
        Y2030);
  }

  private void late() {
    both("Late", "B-B, the signer's certificate has ended", basic, Y2030, unproven());
    both("Late", "B-T, the authority's certificate has ended", stamped, Y2040, unproven());
    both("Late", "B-LT, the authority's certificate has ended", valued, Y2040, unproven());
    both("Late", "B-LTA, never renewed", archived, Y2040, unproven());
    both(
        "Late",
        "renewed when the authority's certificate had ended",
        make.archived(archived, make.pki.second(), Y2040.minusSeconds(60)),
        Y2040,
        new Expected(INVALID, Optional.of(Reason.CERTIFICATE_EXPIRED)));
    both(
        "Late",
        "stamped by an authority that has ended, behind the renewal",
        make.stamped(
            make.renewed(make.archived(make.valued(basic))), make.pki.first(), TestPki.NOW),
        Y2040,
        unproven());
  }

  private void stamps() {
    Bytes other = Bytes.hex("00".repeat(32));
    both(
        "Timestamp",
        "over other octets than the signature value",
        make.stamped(basic, imprint -> other),
        NOW,
        wrong());
    Bytes foreign = make.stamped(make.basic(make.pki.other()));
    both(
        "Timestamp",
        "the time-stamp of another signature",
        replaced(stamped, token(stamped, STAMP), token(foreign, STAMP)),
        NOW,
        wrong());
    String token = token(stamped, STAMP);
    both(
        "Timestamp",
        "the last octet of the token altered",
        replaced(stamped, token, bent(token)),
        NOW,
        new Expected(INVALID, Optional.of(Reason.SIGNATURE_VALUE_WRONG)));
    both(
        "Timestamp",
        "the token cut short",
        replaced(stamped, token, token.substring(0, token.length() / 2 / 4 * 4)),
        NOW,
        wrong());
    both(
        "Timestamp",
        "the archive time-stamp in place of the time-stamp",
        replaced(archived, token(archived, STAMP), token(archived, ARCHIVE)),
        Y2030,
        wrong());
    vectors.modes(
        test(
            "Timestamp",
            "by an authority that nobody knows",
            make.stamped(basic, make.pki.stranger(), TestPki.NOW),
            NOW),
        new Expected(INDETERMINATE, Optional.of(Reason.NO_TRUST_ANCHOR)),
        new Expected(INDETERMINATE, Optional.of(Reason.REVOCATION_UNKNOWN)));
    both("Timestamp", "taken away from under the archive", without(archived, STAMP), Y2030, open());
  }

  /** Each archive time-stamp is honest, and was made before the part was put in front of it. */
  private void archives() {
    both(
        "Archive",
        "it leaves out the time-stamp",
        before(make.archived(make.valued(basic)), ARCHIVE, element(stamped, STAMP)),
        Y2030,
        open());
    both(
        "Archive",
        "it leaves out the certificates",
        before(
            make.archived(without(valued, CERTIFICATES)), ARCHIVE, element(valued, CERTIFICATES)),
        Y2030,
        open());
    both(
        "Archive",
        "it leaves out the lists",
        before(make.archived(without(valued, LISTS)), ARCHIVE, element(valued, LISTS)),
        Y2030,
        open());
    both(
        "Archive",
        "it leaves out all that is unsigned",
        before(
            make.archived(basic),
            ARCHIVE,
            element(valued, STAMP) + element(valued, CERTIFICATES) + element(valued, LISTS)),
        Y2030,
        open());
    both(
        "Archive",
        "it leaves out an Object of the signature",
        replaced(archived, "</ds:Signature>", "<ds:Object>more</ds:Object></ds:Signature>"),
        Y2030,
        open());
    both(
        "Archive",
        "it leaves out a certificate in KeyInfo",
        replaced(
            archived,
            "</ds:X509Data>",
            "<ds:X509Certificate>"
                + XmlSigner.base64(make.pki.stranger().chain().get(0).der())
                + "</ds:X509Certificate></ds:X509Data>"),
        Y2030,
        open());
    both(
        "Archive",
        "the renewal leaves out the first archive time-stamp",
        before(make.renewed(without(archived, ARCHIVE)), LATER, element(archived, ARCHIVE)),
        Y2040,
        open());
    both(
        "Archive",
        "the renewal leaves out the evidence for the first authority",
        before(
            make.archived(archived, make.pki.second(), LongTermPki.Y2035),
            "last " + ARCHIVE,
            element(renewed, LATER)),
        Y2040,
        open());
    String token = token(archived, ARCHIVE);
    both(
        "Archive",
        "the last octet of its token altered",
        replaced(archived, token, bent(token)),
        Y2030,
        new Expected(INVALID, Optional.of(Reason.SIGNATURE_VALUE_WRONG)));
    both(
        "Archive",
        "the content altered beneath it",
        replaced(archived, "food", "drugs"),
        Y2030,
        new Expected(INVALID, Optional.of(Reason.DIGEST_MISMATCH)));
  }

  private void evidence() {
    for (String name : List.of(CERTIFICATES, LISTS)) {
      String octets = octets(archived, name);
      both(
          "Evidence",
          name + ": an octet altered",
          replaced(archived, octets, bent(octets)),
          Y2030,
          open());
      both("Evidence", name + ": taken away", without(archived, name), Y2030, open());
    }
    both(
        "Evidence",
        "the evidence of the renewal taken away",
        without(renewed, LATER),
        Y2040,
        open());
    strictDoubts(
        "B-LTA without its evidence",
        make.archived(without(without(valued, LISTS), CERTIFICATES)),
        Y2030);
    both(
        "Evidence",
        "a list that revokes the signer for a lost key",
        make.archived(make.valued(stamped, make.pki.ofSigner(make.pki.lost()))),
        Y2030,
        new Expected(INVALID, Optional.of(Reason.CERTIFICATE_REVOKED)));
  }

  private void order() {
    both(
        "Order",
        "lists before certificates",
        swapped(archived, CERTIFICATES, LISTS),
        Y2030,
        open());
    both("Order", "evidence before the time-stamp", swapped(archived, STAMP, LISTS), Y2030, open());
    both(
        "Order",
        "the archive time-stamp before the evidence",
        before(without(archived, ARCHIVE), CERTIFICATES, element(archived, ARCHIVE)),
        Y2030,
        open());
    both(
        "Order",
        "the archive time-stamp before the time-stamp",
        before(without(archived, ARCHIVE), STAMP, element(archived, ARCHIVE)),
        Y2030,
        open());
    both(
        "Order",
        "the renewal before what it renews",
        before(without(renewed, "last " + ARCHIVE), ARCHIVE, element(renewed, "last " + ARCHIVE)),
        Y2040,
        open());
  }

  // Expectations.

  /** Nothing proves that it existed while its keys counted. */
  private static Expected unproven() {
    return new Expected(INDETERMINATE, Optional.of(Reason.NO_PROOF_OF_EXISTENCE));
  }

  private static Expected wrong() {
    return new Expected(INVALID, Optional.of(Reason.TIMESTAMP_WRONG));
  }

  /** What archive time-stamps cover was described in several ways: that one differs is a doubt. */
  private static Expected open() {
    return new Expected(INDETERMINATE, Optional.of(Reason.TIMESTAMP_WRONG));
  }

  private void good(String comment, Bytes xml, Instant at) {
    both("Genuine", comment, xml, at, new Expected(VALID, Optional.empty()));
  }

  private void strictDoubts(String comment, Bytes xml, Instant at) {
    vectors.strictRefuses(
        test("Genuine", comment, xml, at), INDETERMINATE, Reason.REVOCATION_UNKNOWN);
  }

  private void both(String flag, String comment, Bytes xml, Instant at, Expected expected) {
    Conclusion verdict = expected.verdict();
    vectors.both(test(flag, comment, xml, at), verdict, expected.reason());
  }

  private static Vectors.Case test(String flag, String comment, Bytes xml, Instant at) {
    return new Vectors.Case(comment, flag, Map.of("document", xml), at);
  }

  // Editing.

  /** The first element of the name, or the last one of {@code last name}, as written. */
  private static String element(Bytes xml, String name) {
    String text = xml.toUtf8();
    return text.substring(from(text, name), end(text, name));
  }

  private static int from(String text, String name) {
    boolean last = name.startsWith("last ");
    String open = "<" + (last ? name.substring(5) : name);
    return found(last ? text.lastIndexOf(open) : text.indexOf(open), name);
  }

  private static int end(String text, String name) {
    String close = "</" + name.replace("last ", "") + ">";
    return found(text.indexOf(close, from(text, name)), name) + close.length();
  }

  private static int found(int at, String name) {
    if (at < 0) {
      throw new IllegalStateException("no " + name);
    }
    return at;
  }

  private static Bytes without(Bytes xml, String name) {
    String text = xml.toUtf8();
    return Bytes.utf8(text.substring(0, from(text, name)) + text.substring(end(text, name)));
  }

  private static Bytes before(Bytes xml, String name, String added) {
    String text = xml.toUtf8();
    return Bytes.utf8(new StringBuilder(text).insert(from(text, name), added).toString());
  }

  private static Bytes swapped(Bytes xml, String one, String other) {
    String first = element(xml, one);
    String second = element(xml, other);
    Bytes marked = replaced(replaced(xml, first, "<1/>"), second, first);
    return replaced(marked, "<1/>", second);
  }

  private static Bytes replaced(Bytes xml, String from, String to) {
    String text = xml.toUtf8();
    int at = found(text.indexOf(from), from);
    return Bytes.utf8(text.substring(0, at) + to + text.substring(at + from.length()));
  }

  /** The Base64 of the token in a property. */
  private static String token(Bytes xml, String name) {
    return element(xml, name)
        .replaceFirst("(?s).*<xades:EncapsulatedTimeStamp[^>]*>([^<]*)<.*", "$1");
  }

  /** The Base64 of the first certificate or list in a property. */
  private static String octets(Bytes xml, String name) {
    return element(xml, name).replaceFirst("(?s).*?<xades:Encapsulated[^>]*>([^<]*)<.*", "$1");
  }

  /** With one bit of the last octet changed. */
  private static String bent(String base64) {
    byte[] octets = Base64.getMimeDecoder().decode(base64);
    octets[octets.length - 1] ^= 1;
    return XmlSigner.base64(Bytes.of(octets));
  }
}
