package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

/**
 * Names that any content of a revision may use for a resource (ISO 32000-2 §7.8.3): a name that
 * nothing speaks of may come to mean something, and all that is shown stays as it was. Every stream
 * counts as content, whatever it calls itself, but pictures that nothing draws as content; and so
 * do the default appearances of fields and annotations (§12.5.6.6, §12.7.4.3). What cannot be read,
 * or is too much, may speak of any name.
 */
final class SpokenNames {
  private static final Pattern NAME = Pattern.compile("/([^\\s/()<>\\[\\]{}%\\x00]*)");
  private static final Pattern CUT_ESCAPE = Pattern.compile("#[0-9A-Fa-f]?$");
  private static final int MOST_OBJECTS = 50_000;
  private static final int MOST_NAMES = 100_000;
  private static final long MOST_OCTETS = 32L << 20;
  private static final int DEEPEST = 4;

  /** What holds streams that are drawn as content, with a subtype of their own or without. */
  private static final List<String> DRAWN = List.of("Contents", "AP", "CharProcs", "Pattern", "G");

  private final PdfView view;
  private final Set<String> names = new HashSet<>();

  /** What stands at the end of a stream, which the next may go on with for readers that join. */
  private final List<String> unended = new ArrayList<>();

  private @Nullable Boolean readable;

  SpokenNames(PdfView view) {
    this.view = view;
  }

  /** Whether something may speak of the name. */
  boolean have(String name) {
    if (readable == null) {
      readable = read();
    }
    return !readable || names.contains(name) || unended.stream().anyMatch(name::startsWith);
  }

  private boolean read() {
    Set<Integer> numbers = view.numbers();
    if (numbers.size() > MOST_OBJECTS) {
      return false;
    }
    Set<PdfValue.Ref> drawn = new HashSet<>();
    for (int number : numbers) {
      PdfValue.Dict dict = view.dict(view.reference(number));
      DRAWN.forEach(key -> streams(dict.get(key), DEEPEST, drawn));
      appearance(dict.get("DA"));
    }
    long octets = 0;
    for (int number : numbers) {
      if (view.object(number) instanceof PdfValue.Stream stream) {
        boolean picture = stream.dict().name("Subtype").filter("Image"::equals).isPresent();
        if (!picture || drawn.contains(stream.object())) {
          octets += content(stream);
        }
      }
      if (octets > MOST_OCTETS || names.size() > MOST_NAMES) {
        return false;
      }
    }
    return true;
  }

  private void streams(PdfValue value, int depth, Set<PdfValue.Ref> found) {
    PdfValue at = view.resolve(value);
    if (at instanceof PdfValue.Stream stream) {
      found.add(stream.object());
    } else if (depth > 0 && at instanceof PdfValue.Array list) {
      list.items().forEach(item -> streams(item, depth - 1, found));
    } else if (depth > 0 && at instanceof PdfValue.Dict dict) {
      dict.entries().values().forEach(entry -> streams(entry, depth - 1, found));
    }
  }

  private void appearance(PdfValue value) {
    if (view.resolve(value) instanceof PdfValue.Text text) {
      collect(new String(text.value().toArray(), StandardCharsets.ISO_8859_1));
      collect(PdfText.of(text.value()));
    }
  }

  /** How long it is; longer than anything where it cannot be read. */
  private long content(PdfValue.Stream stream) {
    try {
      Bytes octets = StreamDecoder.decode(view, stream);
      view.octets().decoded(4L * octets.length());
      collect(new String(octets.toArray(), StandardCharsets.ISO_8859_1));
      return octets.length();
    } catch (MalformedPdf unread) {
      return MOST_OCTETS + 1;
    }
  }

  private void collect(String content) {
    Matcher found = NAME.matcher(content);
    while (found.find() && names.size() <= MOST_NAMES) {
      String name = DefaultResources.plain(found.group(1));
      names.add(name);
      if (found.end() == content.length()) {
        unended.add(CUT_ESCAPE.matcher(name).replaceFirst(""));
      }
    }
  }
}
