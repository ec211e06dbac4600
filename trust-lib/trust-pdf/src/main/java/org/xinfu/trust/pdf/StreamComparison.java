package org.xinfu.trust.pdf;

import java.util.Optional;
import org.xinfu.trust.Bytes;

/** Whether streams of two revisions hold the same octets, ISO 32000-2 §7.3.8, §7.6. */
final class StreamComparison {
  private static final int CHUNK = 64 * 1024;
  private static final int MOST_OPENED = 64 << 20;
  private final PdfView then;
  private final PdfView now;

  StreamComparison(PdfView then, PdfView now) {
    this.then = then;
    this.now = now;
  }

  /** Whether a reader that goes by the length (Poppler) reads on into other octets than then. */
  boolean overlong(PdfValue.Stream x, PdfValue.Stream y) {
    long length = now.number(y.dict(), "Length");
    long most = x.from() == y.from() ? then.octets().end() - y.from() : y.to() - y.from();
    return length > Math.max(most, y.to() - y.from());
  }

  /** Whether they hold the same, as it is or decrypted. */
  boolean same(PdfValue.Stream x, PdfValue.Stream y) {
    Optional<Decryption> opening = now.decryption();
    boolean moved = !x.object().equals(y.object());
    if (moved && opening.filter(Decryption::byObject).isPresent()) {
      return sameMeaning(x, y);
    }
    return sameRaw(x, y) || (opening.isPresent() && sameMeaning(x, y));
  }

  private boolean sameMeaning(PdfValue.Stream x, PdfValue.Stream y) {
    if (Math.max(x.to() - x.from(), y.to() - y.from()) > MOST_OPENED) {
      throw new MalformedPdf("an encrypted stream is too long to be compared", true);
    }
    try {
      Optional<Bytes> before = whole(then, x);
      return before.isPresent() && before.equals(whole(now, y));
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return false;
    }
  }

  private static Optional<Bytes> whole(PdfView view, PdfValue.Stream stream) {
    Bytes raw = view.octets().slice(stream.from(), stream.to());
    return view.decryption().flatMap(opening -> opening.whole(view, stream, raw));
  }

  private boolean sameRaw(PdfValue.Stream x, PdfValue.Stream y) {
    long length = x.to() - x.from();
    if (length != y.to() - y.from()) {
      return false;
    }
    if (x.from() == y.from()) {
      return true;
    }
    for (long done = 0; done < length; done += CHUNK) {
      long stop = Math.min(length, done + CHUNK);
      Bytes a = then.octets().slice(x.from() + done, x.from() + stop);
      Bytes b = now.octets().slice(y.from() + done, y.from() + stop);
      if (!a.equals(b)) {
        return false;
      }
    }
    return true;
  }
}
