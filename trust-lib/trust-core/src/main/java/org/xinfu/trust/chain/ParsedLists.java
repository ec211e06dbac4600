package org.xinfu.trust.chain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;

/**
 * The lists and answers of one document, parsed once for all of its signatures: each path asks for
 * all of them. As many are kept as one document's stores may hold and no more than 64 MiB of them;
 * others are parsed anew.
 */
final class ParsedLists {
  private static final int MOST = 4000;
  private static final long LONGEST = 64L << 20;

  private final Map<Bytes, Optional<Crl>> crls = new HashMap<>();
  private final Map<Bytes, Optional<OcspResponse>> ocsps = new HashMap<>();
  private long octets;

  Optional<Crl> crl(Bytes der) {
    return kept(crls, der, Crl::parse);
  }

  Optional<OcspResponse> ocsp(Bytes der) {
    return kept(ocsps, der, OcspResponse::parse);
  }

  private <T> Optional<T> kept(
      Map<Bytes, Optional<T>> known, Bytes der, Function<Bytes, Optional<T>> parser) {
    Optional<T> there = known.get(der);
    if (there != null) {
      return there;
    }
    Optional<T> parsed = parser.apply(der);
    if (known.size() < MOST && octets + der.length() <= LONGEST) {
      octets += der.length();
      known.put(der, parsed);
    }
    return parsed;
  }
}
