package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/**
 * The {@code x5c} of a header, RFC 7515 §4.1.6: Base64 (not base64url) of DER, the signer's own
 * first. Producers turn the list round, write base64url or PEM, or leave the brackets away; none of
 * that changes whose key it is.
 *
 * @param leaf the signer's: the first, or the only one that issued none of the others when the
 *     first issued one
 * @param deviation how the list is not as the clause has it
 */
record CertificateList(Certificate leaf, List<Certificate> others, Optional<String> deviation) {
  static final int MOST = 20;

  static CertificateList read(@Nullable Object x5c) throws MalformedJose {
    List<?> listed =
        x5c instanceof List<?> l ? l : x5c instanceof String one ? List.of(one) : List.of();
    if (listed.isEmpty() || listed.size() > MOST) {
      throw new MalformedJose("x5c is not a list of 1 to " + MOST + " certificates");
    }
    Optional<String> deviation =
        x5c instanceof String ? Optional.of("x5c is no list") : Optional.empty();
    List<Certificate> chain = new ArrayList<>();
    for (Object each : listed) {
      String text = each instanceof String s ? s : "";
      String plain = text.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "");
      String standard = plain.replace('-', '+').replace('_', '/');
      chain.add(
          certificate(standard).orElseThrow(() -> new MalformedJose("x5c holds no certificate")));
      if (!standard.equals(text)) {
        deviation = Optional.of("x5c holds PEM or base64url");
      }
    }
    return ordered(chain, deviation);
  }

  private static CertificateList ordered(List<Certificate> chain, Optional<String> deviation) {
    List<Certificate> leaves = chain.stream().filter(c -> !issued(c, chain)).toList();
    Certificate first = chain.get(0);
    if (leaves.size() != 1 || leaves.contains(first)) {
      return new CertificateList(first, chain.subList(1, chain.size()), deviation);
    }
    Certificate leaf = leaves.get(0);
    return new CertificateList(
        leaf,
        chain.stream().filter(c -> !c.equals(leaf)).toList(),
        Optional.of("the signer's certificate is not the first of x5c"));
  }

  private static boolean issued(Certificate issuer, List<Certificate> others) {
    return others.stream()
        .anyMatch(c -> !c.equals(issuer) && c.holder().getIssuer().equals(issuer.name()));
  }

  private static Optional<Certificate> certificate(String base64) {
    try {
      return Certificate.parse(Bytes.of(Base64.getMimeDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
