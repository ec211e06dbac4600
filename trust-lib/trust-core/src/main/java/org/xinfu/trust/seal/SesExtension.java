package org.xinfu.trust.seal;

import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;

/** ExtData of GB/T 38540; none is understood yet. */
record SesExtension(String oid, boolean critical, Bytes value) {
  static List<SesExtension> readAll(Der sequence, SesReader reader) {
    List<SesExtension> all = new ArrayList<>();
    for (Der one : sequence.expect(Der.SEQUENCE, "extDatas").children()) {
      all.add(read(one, reader));
    }
    return all;
  }

  private static SesExtension read(Der slice, SesReader reader) {
    List<Der> parts = slice.expect(Der.SEQUENCE, "ExtData").children();
    SesFields.count(parts, 2, 3, "ExtData");
    boolean critical = false;
    if (parts.size() == 3) {
      critical = SesFields.bool(parts.get(1), "ExtData.critical");
      if (!critical) {
        // X.690 §11.5: a default value is not written; tax authorities' seals write it.
        reader.deviates("ExtData.critical FALSE is written out");
      }
    }
    return new SesExtension(
        SesFields.oid(parts.get(0), "ExtData.extnID"),
        critical,
        SesFields.octets(parts.get(parts.size() - 1), "ExtData.extnValue"));
  }
}
