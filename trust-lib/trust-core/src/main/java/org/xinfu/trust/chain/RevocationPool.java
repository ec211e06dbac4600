package org.xinfu.trust.chain;

import java.util.List;
import org.xinfu.trust.Bytes;

/** Revocation evidence at hand, parsed once for all paths; what cannot be read is passed over. */
final class RevocationPool {
  private final List<Crl> crls;

  RevocationPool(Evidence evidence) {
    this.crls = parse(evidence.crls());
  }

  private static List<Crl> parse(List<Bytes> ders) {
    return ders.stream().distinct().flatMap(der -> Crl.parse(der).stream()).toList();
  }

  List<Crl> crls() {
    return crls;
  }
}
