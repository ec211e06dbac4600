package org.xinfu.trust.pdf;

import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xinfu.trust.Bytes;

/**
 * The filters that keep every octet, ISO 32000-2 §7.4.2 to §7.4.5. What readers could decode in two
 * ways is malformed; a stream cut short gives what it has, as readers do.
 */
enum StreamFilter {
  FLATE {
    @Override
    Bytes decode(Bytes raw, boolean early) {
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(raw.toArray());
        DecodedOctets out = new DecodedOctets();
        byte[] buffer = new byte[16 * 1024];
        while (!inflater.finished()) {
          int n = inflater.inflate(buffer);
          if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
            break;
          }
          out.add(buffer, 0, n);
        }
        return out.bytes();
      } catch (DataFormatException e) {
        throw new MalformedPdf("a structure stream cannot be inflated");
      } finally {
        inflater.end();
      }
    }
  },
  LZW {
    @Override
    Bytes decode(Bytes raw, boolean early) {
      return new LzwDecoder(raw, early).decode();
    }
  },
  HEX {
    @Override
    Bytes decode(Bytes raw, boolean early) {
      DecodedOctets out = new DecodedOctets();
      int half = -1;
      for (int i = 0; i < raw.length() && raw.at(i) != '>'; i++) {
        int digit = Character.digit(raw.at(i), 16);
        if (digit < 0 && !Octets.white(raw.at(i))) {
          throw new MalformedPdf("a structure stream with digits that are none");
        }
        if (digit >= 0) {
          if (half >= 0) {
            out.add((half << 4) | digit);
          }
          half = half < 0 ? digit : -1;
        }
      }
      if (half >= 0) {
        out.add(half << 4);
      }
      return out.bytes();
    }
  },
  BASE85 {
    @Override
    Bytes decode(Bytes raw, boolean early) {
      return base85(raw);
    }
  },
  RUNS {
    @Override
    Bytes decode(Bytes raw, boolean early) {
      DecodedOctets out = new DecodedOctets();
      int i = 0;
      while (i < raw.length() && raw.at(i) != 128) {
        int head = raw.at(i++);
        int count = head < 128 ? head + 1 : 257 - head;
        if (raw.length() - i < (head < 128 ? count : 1)) {
          throw new MalformedPdf("a structure stream that ends in a run");
        }
        for (int j = 0; j < count; j++) {
          out.add(raw.at(head < 128 ? i++ : i));
        }
        i += head < 128 ? 0 : 1;
      }
      return out.bytes();
    }
  };

  private static final Map<String, StreamFilter> NAMES =
      Map.of(
          "FlateDecode", FLATE,
          "Fl", FLATE,
          "LZWDecode", LZW,
          "LZW", LZW,
          "ASCIIHexDecode", HEX,
          "AHx", HEX,
          "ASCII85Decode", BASE85,
          "A85", BASE85,
          "RunLengthDecode", RUNS,
          "RL", RUNS);

  /**
   * The decoded octets.
   *
   * @param early whether LZW codes grow one code early, /EarlyChange
   */
  abstract Bytes decode(Bytes raw, boolean early);

  static Optional<StreamFilter> of(PdfValue name) {
    return name instanceof PdfValue.Name n
        ? Optional.ofNullable(NAMES.get(n.value()))
        : Optional.empty();
  }

  /** Whether a predictor may follow (table 8). */
  boolean predicts() {
    return this == FLATE || this == LZW;
  }

  private static Bytes base85(Bytes raw) {
    DecodedOctets out = new DecodedOctets();
    long group = 0;
    int digits = 0;
    for (int i = 0; i < raw.length() && raw.at(i) != '~'; i++) {
      int octet = raw.at(i);
      if (Octets.white(octet)) {
        continue;
      }
      if (octet == 'z' && digits == 0) {
        word(out, 0, 4);
        continue;
      }
      if (octet < '!' || octet > 'u') {
        throw new MalformedPdf("a structure stream with digits that are none");
      }
      group = group * 85 + octet - '!';
      if (++digits == 5) {
        word(out, group, 4);
        group = 0;
        digits = 0;
      }
    }
    if (digits == 1) {
      throw new MalformedPdf("a structure stream with half an octet");
    }
    if (digits > 1) {
      for (int i = digits; i < 5; i++) {
        group = group * 85 + 84;
      }
      word(out, group, digits - 1);
    }
    return out.bytes();
  }

  private static void word(DecodedOctets out, long group, int count) {
    if (group > 0xffffffffL) {
      throw new MalformedPdf("a structure stream with digits that are too many");
    }
    for (int i = 0; i < count; i++) {
      out.add((int) (group >> (24 - 8 * i)));
    }
  }
}
