package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** Version and attributes of one SignerInfo, RFC 5652 §5.3 and §11. */
final class SignerShape {
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final CmsContext context;
  private final Report.Builder checks;

  SignerShape(ParsedCms data, ParsedSigner signer, CmsContext context, Report.Builder checks) {
    this.data = data;
    this.signer = signer;
    this.context = context;
    this.checks = checks;
  }

  void judge(List<SignedContent> contents) {
    judgeVersion();
    if (signer.signed().isEmpty()) {
      judgeAbsence(contents);
      return;
    }
    checks.pass("signed-attributes", "RFC 5652 5.3", "");
    judgeEncoding();
    judgeRepeated();
    if (context.profile() == CmsProfile.COUNTERSIGNATURE) {
      judgeNoType();
      return;
    }
    boolean typed = typed(this::sameType);
    checks.require(
        typed,
        "content-type",
        "RFC 5652 11.1",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "not exactly one content-type equal to eContentType");
  }

  /** A countersignature has no content-type; that of plain data stands in Authenticode's. */
  private void judgeNoType() {
    if (typed(CMSObjectIdentifiers.data::equals)) {
      deviation("content-type", "RFC 5652 11.4", "a countersignature has none");
    } else {
      checks.require(
          !signer.has(CMSAttributes.contentType),
          "content-type",
          "RFC 5652 11.4",
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "a countersignature has none");
    }
  }

  /** Whether content-type is there once, with one value of such a type. */
  private boolean typed(Predicate<ASN1ObjectIdentifier> wanted) {
    return signer
        .only(CMSAttributes.contentType)
        .filter(value -> value.tag() == Der.OID)
        .filter(value -> wanted.test(ParsedCms.oid(value)))
        .isPresent();
  }

  /** Under GB/T 35275 both names of plain data occur beside each other in genuine files. */
  private boolean sameType(ASN1ObjectIdentifier stated) {
    return stated.equals(data.contentType())
        || (data.form().gb()
            && data.plainData()
            && (stated.equals(Oids.GB_DATA) || stated.equals(CMSObjectIdentifiers.data)));
  }

  private void judgeVersion() {
    int expected = signer.subjectKey().isPresent() ? 3 : 1;
    String detail = "version " + signer.version();
    boolean known = signer.version() == 1 || signer.version() == 3;
    if (signer.version() == expected
        || context.profile().embedded()
        || context.policy().strict()
        || !known) {
      checks.require(
          signer.version() == expected,
          "signer-version",
          "RFC 5652 5.3",
          Reason.SIGNED_ATTRIBUTE_WRONG,
          detail);
    } else {
      checks.warn("signer-version", "RFC 5652 5.3", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  /**
   * Without attributes the signed octets could be read as another message's attributes: allowed for
   * plain data alone, where the profile allows it, and never over what looks like attributes.
   */
  private void judgeAbsence(List<SignedContent> contents) {
    boolean allowed =
        context.profile().attributesOptional(context.policy().strict())
            && (data.plainData() || context.profile() == CmsProfile.COUNTERSIGNATURE);
    boolean confusable =
        contents.stream()
            .anyMatch(
                c ->
                    c.octets()
                        .map(SignerShape::attributes)
                        .orElseGet(() -> c.stream().filter(SignerShape::begins).isPresent()));
    checks.require(
        allowed && !confusable,
        "signed-attributes",
        "RFC 5652 5.3",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        confusable ? "the content reads as signed attributes" : "no signed attributes");
  }

  /** Of a large content the head alone is read: a SET of SEQUENCEs that begin with an OID. */
  private static boolean begins(Supplier<InputStream> content) {
    try (InputStream stream = content.get()) {
      Bytes head = Bytes.of(stream.readNBytes(16));
      int length = head.length() < 16 || head.at(1) < 0x80 ? 0 : head.at(1) & 0x7f;
      int first = 2 + length;
      if (head.length() < 16 || head.at(0) != Der.SET || length == 0 || length > 5) {
        return false;
      }
      int inside = first + (head.at(first + 1) < 0x80 ? 2 : 2 + (head.at(first + 1) & 0x7f));
      return head.at(first) == Der.SEQUENCE && inside < 16 && head.at(inside) == Der.OID;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean attributes(Bytes content) {
    try {
      List<Der> all = Der.outer(content).expect(Der.SET).children();
      all.forEach(ParsedSigner.SignedAttribute::parse);
      return !all.isEmpty();
    } catch (MalformedDer other) {
      return false;
    }
  }

  /**
   * An attribute comes once, but for time-stamps of the content (EN 319 122-1 §5.2.8). From private
   * ones (1.3.6.1.4.1) nothing is read here, so that two of them cannot say two things.
   */
  private void judgeRepeated() {
    Set<ASN1ObjectIdentifier> seen = new HashSet<>();
    List<String> repeated =
        signer.signed().stream()
            .map(ParsedSigner.SignedAttribute::type)
            .filter(type -> !seen.add(type) && !type.equals(Oids.CONTENT_TIMESTAMP))
            .map(ASN1ObjectIdentifier::getId)
            .toList();
    boolean harmless = repeated.stream().allMatch(type -> type.startsWith("1.3.6.1.4.1."));
    String id = "attributes-unique";
    String detail = "repeated: " + repeated;
    if (!repeated.isEmpty() && harmless && !context.policy().strict()) {
      checks.warn(id, "RFC 5652 5.3", Reason.SIGNED_ATTRIBUTE_WRONG, detail);
    } else {
      checks.require(repeated.isEmpty(), id, "RFC 5652 5.3", Reason.SIGNED_ATTRIBUTE_WRONG, detail);
    }
  }

  private void judgeEncoding() {
    if (!signer.sorted().equals(signer.toBeSigned())) {
      deviation("attributes-sorted", "RFC 5652 5.4", "signed attributes are not in DER");
    }
  }

  /** A hint for readers in one pass, which nothing signs. */
  void judgeListed(Optional<ContentDigest> digest) {
    List<AlgorithmIdentifier> listed =
        data.digests().stream().filter(d -> same(d.getAlgorithm(), digest)).toList();
    if (data.digests().isEmpty() && !context.profile().embedded()) {
      deviation("digest-algorithm-listed", "RFC 5652 5.1", "digestAlgorithms is empty");
    } else if (!listed.isEmpty()
        && !listed.stream().allMatch(d -> CmsSuite.absentOrNull(d.getParameters()))) {
      deviation("digest-algorithm-listed", "RFC 5754 2", "digestAlgorithms has other parameters");
    } else {
      checks.require(
          !listed.isEmpty(),
          "digest-algorithm-listed",
          "RFC 5652 5.1",
          Reason.ALGORITHM_MISMATCH,
          "the signer's digest algorithm is not among digestAlgorithms");
      listed.stream()
          .map(AlgorithmIdentifier::getAlgorithm)
          .filter(d -> !d.equals(signer.digest().getAlgorithm()))
          .findFirst()
          .ifPresent(d -> oddlySpelled("listed as " + d));
    }
  }

  private boolean same(ASN1ObjectIdentifier listed, Optional<ContentDigest> digest) {
    return listed.equals(signer.digest().getAlgorithm())
        || (digest.isPresent() && ContentDigest.ofOid(listed).equals(digest));
  }

  /** An identifier that means what it should and is another than the standard's. */
  void oddlySpelled(String detail) {
    checks.warn("algorithm-spelling", "GM/T 0006", Reason.ENCODING_NOT_STANDARD, detail);
  }

  /** What serious producers write although the standard does not: strict alone refuses it. */
  void deviation(String id, String clause, String detail) {
    if (context.policy().strict()) {
      checks.fail(id, clause, Reason.ENCODING_NOT_STANDARD, detail);
    } else {
      checks.warn(id, clause, Reason.ENCODING_NOT_STANDARD, detail);
    }
  }
}
