package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Which octets a SignedData is over: those that it carries, those that were handed in, or under
 * GB/T 35275 what stands for them.
 */
final class ContentRules {
  private ContentRules() {}

  /**
   * What may have been signed, the likeliest first; none when the content is not at hand. That the
   * content carried and the one handed in are the same is checked here.
   */
  static List<SignedContent> of(
      ParsedCms data, Optional<SignedContent> given, CmsContext context, Report.Builder checks) {
    Optional<SignedContent> carried = data.content();
    if (context.profile().embedded()) {
      checks.require(
          data.contentType().equals(CMSObjectIdentifiers.data) && carried.isEmpty(),
          "cms-detached",
          context.profile().clause(),
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "the content is embedded or not plain data");
      return given.stream().toList();
    }
    boolean gb = context.profile() == CmsProfile.GBT35275;
    if (carried.isPresent()) {
      given.ifPresent(outside -> compare(carried.get(), outside, gb, checks));
      if (data.contentType().equals(Oids.SPC_INDIRECT_DATA)) {
        checks.unknown(
            "content",
            "RFC 5652 5.2",
            Reason.CONTENT_NOT_COVERED,
            "Authenticode: the digest of a program, which is not compared");
      }
      return List.of(carried.get());
    }
    if (given.isEmpty()) {
      checks.unknown(
          "content", "RFC 5652 5.2", Reason.SIGNED_CONTENT_MISSING, "detached, and not handed in");
      return List.of();
    }
    checks.pass("content", "RFC 5652 5.2", "detached");
    return gb ? standIns(given.get()) : List.of(given.get());
  }

  private static void compare(
      SignedContent carried, SignedContent outside, boolean gb, Report.Builder checks) {
    ContentDigest digest = gb ? ContentDigest.SM3 : ContentDigest.SHA256;
    if (outside.digests().apply(digest).equals(carried.digests().apply(digest))) {
      checks.pass("content", "RFC 5652 5.2", "carried and handed in, the same");
      return;
    }
    Optional<String> form = gb ? carried.octets().flatMap(o -> form(o, outside)) : Optional.empty();
    if (form.isEmpty()) {
      checks.fail(
          "content",
          "RFC 5652 5.2",
          Reason.DIGEST_MISMATCH,
          "the content carried is not the one handed in");
    } else if (form.get().isEmpty()) {
      checks.pass("content", "GM/T 0099 7.2.2", "the content's SM3");
    } else {
      checks.warn("content", "GM/T 0099 7.2.2", Reason.ENCODING_NOT_STANDARD, form.get());
    }
  }

  /** How the original's SM3 is written in its place; empty text for plain octets. */
  private static Optional<String> form(Bytes carried, SignedContent outside) {
    Bytes digest = outside.digests().apply(ContentDigest.SM3);
    if (carried.equals(digest)) {
      return Optional.of("");
    }
    return carried.toUtf8().strip().equals(base64(digest))
        ? Optional.of("the content's SM3 in Base64")
        : Optional.empty();
  }

  private static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }

  /** GB/T 35275 in OFD (GM/T 0099 §7.2.2 b): the digest is the content; or the file itself. */
  private static List<SignedContent> standIns(SignedContent original) {
    Bytes digest = original.digests().apply(ContentDigest.SM3);
    List<SignedContent> all = new ArrayList<>();
    all.add(original);
    all.add(SignedContent.of(digest));
    all.add(SignedContent.of(Bytes.utf8(base64(digest))));
    return all;
  }

  /** SM3 of a content that is a digest already is that digest in some producers' messageDigest. */
  static boolean states(Bytes stated, ContentDigest digest, SignedContent content) {
    return stated.equals(content.digests().apply(digest))
        || (digest == ContentDigest.SM3
            && content.octets().filter(o -> o.length() == 32 && o.equals(stated)).isPresent());
  }
}
