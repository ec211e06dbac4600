package org.xinfu.trust.chain;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;

/**
 * Reads PEM text (RFC 7468) as it comes: a list may be longer than anybody wants to hold as text
 * and as octets at once.
 */
final class PemReader {
  static final String CERTIFICATE = "CERTIFICATE";
  static final String CRL = "X509 CRL";
  private static final Set<String> READ = Set.of(CERTIFICATE, CRL);
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final int LONGEST_LABEL = 64;

  /** A multiple of four, so that Base64 can be decoded piece by piece. */
  private static final int PIECE = 1 << 16;

  private final InputStream in;

  PemReader(InputStream in) {
    this.in = new BufferedInputStream(in, PIECE);
  }

  /** One block that was asked for; without octets when it is damaged. */
  record Block(String label, Optional<Bytes> der) {}

  /** The next block of a kind that is read; empty at the end of the text. */
  Optional<Block> next() throws IOException {
    int matched = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == BEGIN.charAt(matched)) {
        matched++;
      } else {
        boolean moreDashes = c == '-' && matched == DASHES.length();
        matched = moreDashes ? matched : c == '-' ? 1 : 0;
      }
      if (matched == BEGIN.length()) {
        matched = 0;
        Optional<String> label = label();
        if (label.filter(READ::contains).isPresent()) {
          return Optional.of(new Block(label.get(), body(label.get())));
        }
      }
    }
    return Optional.empty();
  }

  /** What stands before the five dashes; what ends otherwise begins no block. */
  private Optional<String> label() throws IOException {
    StringBuilder label = new StringBuilder();
    while (label.length() < LONGEST_LABEL) {
      in.mark(DASHES.length());
      int c = in.read();
      if (c == '-') {
        if (follows(DASHES.substring(1))) {
          return Optional.of(label.toString());
        }
        in.reset();
        return Optional.empty();
      }
      if (c < 0) {
        return Optional.empty();
      }
      label.append((char) c);
    }
    return Optional.empty();
  }

  /** The octets up to the block's end; empty when it has none, or holds anything but Base64. */
  private Optional<Bytes> body(String label) throws IOException {
    List<byte[]> decoded = new ArrayList<>();
    byte[] piece = new byte[PIECE];
    int filled = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '-') {
        boolean ends = follows(DASHES.substring(1) + "END " + label + DASHES);
        return ends && decode(piece, filled, decoded)
            ? Optional.of(Bytes.join(decoded))
            : Optional.empty();
      }
      if (!Character.isWhitespace(c)) {
        if (filled == PIECE) {
          // Padding ends the octets, so that nothing may follow it.
          if (piece[PIECE - 1] == '=' || !decode(piece, filled, decoded)) {
            return Optional.empty();
          }
          filled = 0;
        }
        piece[filled++] = (byte) c;
      }
    }
    return Optional.empty();
  }

  private static boolean decode(byte[] piece, int length, List<byte[]> into) {
    try {
      into.add(Base64.getDecoder().decode(Arrays.copyOf(piece, length)));
      return true;
    } catch (IllegalArgumentException damaged) {
      return false;
    }
  }

  private boolean follows(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (in.read() != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
