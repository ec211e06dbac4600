package org.xinfu.trust.xml;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.xinfu.testkit.LongTermPki;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/** One XAdES signature that is kept for decades, level by level. */
final class XadesLongTerm {
  final LongTermPki pki = new LongTermPki("xades long term");

  Bytes basic() {
    return basic(pki.signer());
  }

  Bytes basic(Signer signer) {
    return XmlSignerTest.sign(
        XmlSignRequest.enveloped(Bytes.utf8(XmlVectors.CONTENT), TestPki.NOW), signer);
  }

  /** Stamped when it was signed, by the first authority. */
  Bytes stamped(Bytes xml) {
    return stamped(xml, pki.first(), TestPki.NOW);
  }

  Bytes stamped(Bytes xml, Signer authority, Instant at) {
    return ok(XadesExtender.timestamp(xml, id(xml), LongTermPki.stamping(authority, at)));
  }

  /** Stamped over what the function makes of the imprint. */
  Bytes stamped(Bytes xml, UnaryOperator<Bytes> imprinted) {
    TimestampSource source = LongTermPki.stamping(pki.first(), TestPki.NOW);
    return ok(
        XadesExtender.timestamp(
            xml, id(xml), (digest, imprint) -> source.stamp(digest, imprinted.apply(imprint))));
  }

  Bytes valued(Bytes xml) {
    return valued(xml, pki.ofSigner());
  }

  Bytes valued(Bytes xml, Evidence evidence) {
    return ok(XadesExtender.values(xml, id(xml), evidence));
  }

  /** Archived in 2028, by the first authority. */
  Bytes archived(Bytes xml) {
    return archived(xml, pki.first(), LongTermPki.Y2028);
  }

  Bytes archived(Bytes xml, Signer authority, Instant at) {
    return ok(XadesExtender.archive(xml, id(xml), Map.of(), LongTermPki.stamping(authority, at)));
  }

  /** Kept until the first authority ends, and then by the second. */
  Bytes renewed(Bytes archived) {
    Bytes valued = valued(archived, pki.ofAuthority(LongTermPki.Y2035));
    return archived(valued, pki.second(), LongTermPki.Y2035);
  }

  private static String id(Bytes xml) {
    return xml.toUtf8().replaceFirst("(?s).*<ds:Signature [^>]*Id=\"([^\"]*)\".*", "$1");
  }

  private static Bytes ok(Verdict<Bytes> verdict) {
    return verdict.orThrow(r -> new IllegalStateException(r + " " + verdict.report()));
  }
}
