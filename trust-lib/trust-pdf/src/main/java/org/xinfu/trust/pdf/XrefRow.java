package org.xinfu.trust.pdf;

import org.xinfu.trust.Bytes;

/**
 * How the entries of a cross-reference stream are written, ISO 32000-2 §7.5.8.2 and §7.5.8.3.
 *
 * @param kind octets of the first field; 0 where all entries are of kind 1
 * @param second octets of the second field
 * @param third octets of the third field
 */
record XrefRow(int kind, int second, int third) {
  static XrefRow of(PdfValue.Dict dict) {
    int[] widths = new int[3];
    int all = 0;
    if (dict.get("W") instanceof PdfValue.Array array && array.items().size() >= 3) {
      for (int i = 0; i < 3; i++) {
        widths[i] = (int) Math.max(-1, Math.min(9, XrefReader.whole(array.items().get(i))));
        all += widths[i];
      }
    }
    if (all == 0 || widths[0] < 0 || widths[1] < 1 || widths[1] > 8 || widths[2] < 0) {
      throw new MalformedPdf("a cross-reference stream without widths");
    }
    return new XrefRow(widths[0], widths[1], widths[2]);
  }

  int size() {
    return kind + second + third;
  }

  XrefTable.Entry entry(Bytes data, int at) {
    long place = field(data, at + kind, second);
    int detail = (int) Math.min(field(data, at + kind + second, third), Integer.MAX_VALUE);
    long own = kind(data, at);
    if (own == 1 && place > 0) {
      return new XrefTable.Entry(XrefTable.Kind.PLAIN, place, detail);
    }
    return own == 2
        ? new XrefTable.Entry(XrefTable.Kind.PACKED, place, detail)
        : new XrefTable.Entry(XrefTable.Kind.FREE, 0, detail);
  }

  private long kind(Bytes data, int at) {
    return kind == 0 ? 1 : field(data, at, kind);
  }

  private static long field(Bytes data, int at, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | data.at(at + i);
    }
    return value < 0 ? Long.MAX_VALUE : value;
  }
}
