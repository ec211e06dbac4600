package org.xinfu.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/**
 * Small damage to a DER value, all of it: every tag and every length as it stands, and every value
 * inside emptied, shortened, dropped, doubled or of another type with the lengths around it mended,
 * so that it is DER still and not what its standard says. Values inside OCTET STRING and BIT STRING
 * are damaged too.
 */
public final class DerMutators {
  private static final int[] TAGS = {
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x17, 0x18, 0x30, 0x31, 0x80, 0xa0, 0xa1
  };
  private static final int[] OCTETS = {0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xff};
  private static final int MOST_DEPTH = 40;
  private static final long SEED = Long.getLong("xinfu.seed", 20_261_126);

  private DerMutators() {}

  /** One altered value, where of the genuine one and what was done to it. */
  public record Altered(int at, String what, Bytes octets) {
    @Override
    public String toString() {
      return what + " " + octets.toHex();
    }
  }

  /**
   * {@code most} of them, the same for the same seed; in soak all of them, of less than ten minutes
   * a tenth for each.
   */
  public static List<Altered> some(List<Altered> all, int most) {
    List<Altered> some = new ArrayList<>(all);
    Collections.shuffle(some, new Random(SEED));
    long tenths = Math.min(10, Long.getLong("xinfu.soak", 0));
    int asked = Math.max(most, (int) (some.size() * tenths / 10));
    return some.subList(0, Math.min(asked, some.size()));
  }

  /** Every identifier and length octet replaced, everything else as it was. */
  public static List<Altered> headers(Bytes der) {
    List<Altered> all = new ArrayList<>();
    for (Value value : values(der)) {
      for (int at = value.start; at < value.content; at++) {
        int now = der.at(at);
        List<Integer> others = new ArrayList<>(List.of(now - 1, now + 1, now ^ 0x20, now ^ 0x80));
        Arrays.stream(at == value.start ? TAGS : OCTETS).forEach(others::add);
        for (int other : others.stream().map(o -> o & 0xff).distinct().toList()) {
          if (other != now) {
            String what = "octet %d from %02x to %02x".formatted(at, now, other);
            all.add(new Altered(at, what, Mutators.flip(der, at, now ^ other)));
          }
        }
      }
    }
    return all;
  }

  /** Every value inside altered, the lengths of what it stands in made to fit. */
  public static List<Altered> mended(Bytes der) {
    Value whole = values(der).get(0);
    List<Altered> all = new ArrayList<>();
    for (Value value : values(der)) {
      for (Damage damage : Damage.values()) {
        Bytes altered = Bytes.of(whole.with(value, damage.of(value)));
        if (!altered.equals(der)) {
          all.add(new Altered(value.start, value + " " + damage, altered));
        }
      }
      for (int tag : TAGS) {
        if (tag != value.tag) {
          String what = "%s as %02x".formatted(value, tag);
          byte[] octets = whole.with(value, tagged(tag, value.octets()));
          all.add(new Altered(value.start, what, Bytes.of(octets)));
        }
      }
    }
    return all;
  }

  /**
   * As {@link #mended} with the signed part of a certificate, CRL or OCSP response; signed anew.
   */
  public static List<Altered> resigned(Bytes der, Signer signer) {
    Value whole = values(der).get(0);
    Value signed = whole.inside().get(0);
    List<Altered> all = new ArrayList<>();
    for (Altered altered : mended(Bytes.of(signed.encoded()))) {
      byte[] value = signer.sign(altered.octets()).toArray();
      byte[] rest = tagged(0x03, joined(new byte[] {0}, value));
      byte[] algorithm = whole.inside().get(1).encoded();
      byte[] content = joined(altered.octets().toArray(), joined(algorithm, rest));
      all.add(new Altered(altered.at(), altered.what(), Bytes.of(tagged(0x30, content))));
    }
    return all;
  }

  /**
   * Without the members of sets that stand there again. Sets are SET and what is tagged {@code [0]}
   * or {@code [1]}: whatever stands there twice is one of a set. What is no value is left as it is.
   */
  public static Bytes once(Bytes der) {
    return Value.at(der.toArray(), 0, der.length())
        .filter(value -> value.end == der.length())
        .map(value -> Bytes.of(value.once()))
        .orElse(der);
  }

  /** What can be done to a value whatever it is. */
  private enum Damage {
    EMPTY,
    SHORTENED,
    BEHEADED,
    GONE,
    DOUBLED,
    FILLED,
    LONGER,
    HUGE,
    NOT_ASN1;

    byte[] of(Value value) {
      int length = value.length();
      return switch (this) {
        case EMPTY -> tagged(value.tag, new byte[0]);
        case SHORTENED -> tagged(value.tag, value.cut(0, Math.max(0, length - 1)));
        case BEHEADED -> tagged(value.tag, value.cut(Math.min(1, length), length));
        case GONE -> new byte[0];
        case DOUBLED -> joined(value.encoded(), value.encoded());
        case FILLED -> tagged(value.tag, filled(length, 0xff));
        case LONGER -> tagged(value.tag, joined(value.octets(), new byte[] {0}));
        case HUGE -> tagged(value.tag, filled(30, 0x7f));
        case NOT_ASN1 -> tagged(value.tag, new byte[] {0x30, 5, 1});
      };
    }
  }

  private static byte[] filled(int length, int octet) {
    byte[] all = new byte[length];
    Arrays.fill(all, (byte) octet);
    return all;
  }

  /** The values of {@code der} and all that are inside, parents first. */
  private static List<Value> values(Bytes der) {
    byte[] octets = der.toArray();
    List<Value> all = new ArrayList<>();
    collect(Value.at(octets, 0, octets.length).orElseThrow(), all);
    return all;
  }

  private static void collect(Value value, List<Value> into) {
    into.add(value);
    value.inside().forEach(v -> collect(v, into));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = Bytes.hex("%08x".formatted(content.length)).toArray();
      int skip = 0;
      while (length[skip] == 0) {
        skip++;
      }
      out.write(0x84 - skip);
      out.write(length, skip, 4 - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** One value in place. */
  private static final class Value {
    private final byte[] source;
    private final int start;
    private final int content;
    private final int end;
    private final int tag;

    private Value(byte[] source, int start, int content, int end) {
      this.source = source;
      this.start = start;
      this.content = content;
      this.end = end;
      this.tag = source[start] & 0xff;
    }

    static Optional<Value> at(byte[] source, int start, int limit) {
      if (limit - start < 2 || (source[start] & 0x1f) == 0x1f) {
        return Optional.empty();
      }
      int length = source[start + 1] & 0xff;
      int content = start + 2;
      if (length > 0x80 && length <= 0x83 && limit - content >= length - 0x80) {
        int more = length - 0x80;
        length = 0;
        for (int i = 0; i < more; i++) {
          length = (length << 8) | (source[content] & 0xff);
          content++;
        }
      }
      boolean indefinite = length == 0x80 && content == start + 2;
      return indefinite || length > limit - content
          ? Optional.empty()
          : Optional.of(new Value(source, start, content, content + length));
    }

    int length() {
      return end - content;
    }

    byte[] octets() {
      return cut(0, length());
    }

    byte[] encoded() {
      return Arrays.copyOfRange(source, start, end);
    }

    byte[] cut(int from, int to) {
      return Arrays.copyOfRange(source, content + from, content + to);
    }

    /** What is inside, where it fills the value: also in strings and implicit tags. */
    List<Value> inside() {
      int unused = tag == 0x03 ? 1 : 0;
      boolean holds = (tag & 0x20) != 0 || tag == 0x04 || tag == 0x03 || (tag & 0x80) != 0;
      List<Value> all = new ArrayList<>();
      for (int next = content + unused; holds && next < end; ) {
        Optional<Value> value = at(source, next, end);
        if (value.isEmpty()) {
          return List.of();
        }
        all.add(value.get());
        next = value.get().end;
      }
      return all;
    }

    byte[] once() {
      boolean set = tag == 0x31 || tag == 0xa0 || tag == 0xa1;
      List<Value> inside = inside();
      byte[] all = inside.isEmpty() ? octets() : cut(0, tag == 0x03 ? 1 : 0);
      Set<Bytes> seen = new HashSet<>();
      for (Value each : inside) {
        byte[] octets = each.once();
        if (!set || seen.add(Bytes.of(octets))) {
          all = joined(all, octets);
        }
      }
      return tagged(tag, all);
    }

    /** This with {@code octets} in place of {@code inner}, which is inside or this itself. */
    byte[] with(Value inner, byte[] octets) {
      return with(inner, octets, 0);
    }

    private byte[] with(Value inner, byte[] octets, int depth) {
      boolean itself = inner.start == start && inner.end == end && inner.tag == tag;
      if (itself || depth > MOST_DEPTH) {
        return octets;
      }
      int unused = tag == 0x03 ? 1 : 0;
      byte[] all = cut(0, unused);
      for (Value each : inside()) {
        boolean here = each.start <= inner.start && inner.end <= each.end;
        all = joined(all, here ? each.with(inner, octets, depth + 1) : each.encoded());
      }
      return tagged(tag, all);
    }

    @Override
    public String toString() {
      return "value at %d".formatted(start);
    }
  }
}
