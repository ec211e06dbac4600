package org.xinfu.trust.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.DerSlice;
import org.xinfu.trust.chain.DerSlice.MalformedDer;
import org.xinfu.trust.key.Digests;

/** SES_CertList: who may sign with a seal, by certificate (1) or by digest (2). */
record SignerList(List<Bytes> certificates, List<Bytes> digests) {
  SignerList {
    certificates = List.copyOf(certificates);
    digests = List.copyOf(digests);
  }

  static SignerList read(int kind, DerSlice list) {
    List<DerSlice> items = list.expect(DerSlice.SEQUENCE, "certList").children();
    List<Bytes> values = new ArrayList<>();
    List<Bytes> digests = new ArrayList<>();
    for (DerSlice item : items) {
      if (kind == 1) {
        values.add(SesFields.certificate(item, "certList").der());
      } else if (kind == 2) {
        values.add(item.encoded());
        digest(item, digests);
      } else {
        throw new MalformedDer("certListType " + kind);
      }
    }
    if (values.isEmpty() || values.stream().distinct().count() != values.size()) {
      throw new MalformedDer("certList: empty, or the same signer twice");
    }
    return new SignerList(kind == 1 ? values : List.of(), digests);
  }

  /** Other digests than SM3 are read but can name nobody. */
  private static void digest(DerSlice item, List<Bytes> digests) {
    List<DerSlice> parts = item.expect(DerSlice.SEQUENCE, "CertDigestObj").children();
    SesFields.count(parts, 2, 2, "CertDigestObj");
    String type = SesFields.printable(parts.get(0), "CertDigestObj.type");
    Bytes value = SesFields.octets(parts.get(1), "CertDigestObj.value");
    if (type.equals(SealMaker.SM3) || type.toUpperCase(Locale.ROOT).equals("SM3")) {
      digests.add(value);
    }
  }

  boolean names(Certificate certificate) {
    return certificates.contains(certificate.der())
        || digests.contains(Digests.sm3(certificate.der()));
  }
}
