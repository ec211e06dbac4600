package org.xinfu.trust.pdf;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import org.xinfu.trust.Bytes;

/**
 * Opens the strings and streams of an encrypted document, ISO 32000-2 §7.6.3, so that what came
 * after a signature can be compared. The value of a signature's /Contents is never encrypted
 * (§7.6.2), nor are the encryption dictionary and cross-reference streams.
 *
 * @param own number of the encryption dictionary's object; -1 when it has none
 */
record Decryption(Bytes key, Method strings, Method streams, boolean metadata, int own) {
  private static final Bytes SALT = Bytes.utf8("sAlT");

  /** What a crypt filter does, table 25. */
  enum Method {
    IDENTITY,
    RC4,
    AES_128,
    AES_256
  }

  /** How the document is opened; empty when it cannot be without a password or another handler. */
  static Optional<Decryption> of(PdfView view) {
    PdfValue.Dict dictionary = view.dict(view.trailer().get("Encrypt"));
    if (!dictionary.name("Filter").filter("Standard"::equals).isPresent()) {
      return Optional.empty();
    }
    long version = number(view, dictionary, "V", 0);
    Optional<Method> strings = method(view, dictionary, version, "StrF");
    Optional<Method> streams = method(view, dictionary, version, "StmF");
    if (strings.isEmpty() || streams.isEmpty()) {
      return Optional.empty();
    }
    boolean metadata =
        !(view.resolve(dictionary.get("EncryptMetadata")) instanceof PdfValue.Truth truth)
            || truth.value();
    int own = view.trailer().get("Encrypt") instanceof PdfValue.Ref ref ? ref.number() : -1;
    return FileKey.of(entries(view, dictionary, version, metadata))
        .map(key -> new Decryption(key, strings.get(), streams.get(), metadata, own));
  }

  private static FileKey.Entries entries(
      PdfView view, PdfValue.Dict dictionary, long version, boolean metadata) {
    long bits = version == 4 ? 128 : version == 1 ? 40 : number(view, dictionary, "Length", 40);
    List<PdfValue> id = view.array(view.trailer().get("ID"));
    return new FileKey.Entries(
        (int) number(view, dictionary, "R", 0),
        (int) (bits / 8),
        text(view, dictionary.get("O")),
        text(view, dictionary.get("U")),
        text(view, dictionary.get("UE")),
        (int) number(view, dictionary, "P", 0),
        metadata,
        id.isEmpty() ? Bytes.empty() : text(view, id.get(0)));
  }

  private static Optional<Method> method(
      PdfView view, PdfValue.Dict dictionary, long version, String which) {
    if (version == 1 || version == 2) {
      return Optional.of(Method.RC4);
    }
    if (version != 4 && version != 5) {
      return Optional.empty();
    }
    String filter = dictionary.name(which).orElse("Identity");
    if (filter.equals("Identity")) {
      return Optional.of(Method.IDENTITY);
    }
    PdfValue.Dict named = view.dict(view.dict(dictionary.get("CF")).get(filter));
    return switch (named.name("CFM").orElse("")) {
      case "V2" -> Optional.of(Method.RC4);
      case "AESV2" -> Optional.of(Method.AES_128);
      case "AESV3" -> Optional.of(Method.AES_256);
      default -> Optional.empty();
    };
  }

  private static Bytes text(PdfView view, PdfValue value) {
    return view.resolve(value) instanceof PdfValue.Text text ? text.value() : Bytes.empty();
  }

  private static long number(PdfView view, PdfValue.Dict dict, String key, long otherwise) {
    return view.resolve(dict.get(key)) instanceof PdfValue.Numeral n ? (long) n.value() : otherwise;
  }

  /** The object with its strings opened. */
  PdfValue open(PdfValue value, PdfValue.Ref object) {
    if (strings == Method.IDENTITY || object.number() == own) {
      return value;
    }
    boolean table =
        value instanceof PdfValue.Stream stream
            && stream.dict().name("Type").filter("XRef"::equals).isPresent();
    return table ? value : strings(value, object);
  }

  private PdfValue strings(PdfValue value, PdfValue.Ref object) {
    if (value instanceof PdfValue.Text text) {
      Optional<Bytes> plain =
          apply(strings, text.value(), object)
              .filter(octets -> padded(strings, octets))
              .flatMap(octets -> unpadded(strings, octets));
      return new PdfValue.Text(
          plain.orElse(text.value()), text.from(), text.to(), text.plainHex(), plain.isEmpty());
    }
    if (value instanceof PdfValue.Array array) {
      List<PdfValue> items = new ArrayList<>();
      array.items().forEach(item -> items.add(strings(item, object)));
      return new PdfValue.Array(List.copyOf(items));
    }
    if (value instanceof PdfValue.Dict dict) {
      Map<String, PdfValue> entries = new LinkedHashMap<>(dict.entries());
      boolean signature = dict.has("ByteRange");
      entries.replaceAll(
          (key, entry) -> signature && key.equals("Contents") ? entry : strings(entry, object));
      return new PdfValue.Dict(entries, dict.repeated());
    }
    return value instanceof PdfValue.Stream stream
        ? new PdfValue.Stream(
            (PdfValue.Dict) strings(stream.dict(), object),
            stream.from(),
            stream.to(),
            stream.object())
        : value;
  }

  /** The raw octets of a stream with the encryption taken off, its filters still on. */
  Bytes open(PdfView view, PdfValue.Stream stream, Bytes raw) {
    Method method = method(view, stream);
    return apply(method, raw, stream.object())
        .flatMap(octets -> unpadded(method, octets))
        .orElseThrow(() -> new MalformedPdf(stream.object() + " is not encrypted as it should be"));
  }

  /**
   * The same with the padding still on, of which readers take off more or less; empty for a stream
   * that is left out of the document's encryption, which readers do not agree about.
   */
  Optional<Bytes> whole(PdfView view, PdfValue.Stream stream, Bytes raw) {
    return method(view, stream) == streams
        ? apply(streams, raw, stream.object())
        : Optional.empty();
  }

  /** Whether equal octets in two objects mean two things. */
  boolean byObject() {
    return streams == Method.RC4 || streams == Method.AES_128;
  }

  /** Whether both open with one key, in one way. */
  boolean opensLike(Decryption other) {
    return key.equals(other.key)
        && strings == other.strings
        && streams == other.streams
        && metadata == other.metadata;
  }

  private Method method(PdfView view, PdfValue.Stream stream) {
    Method method = streams;
    String type = stream.dict().name("Type").orElse("");
    if (type.equals("XRef") || (type.equals("Metadata") && !metadata)) {
      method = Method.IDENTITY;
    }
    PdfValue filter = view.resolve(stream.dict().get("Filter"));
    PdfValue first =
        filter instanceof PdfValue.Array array && !array.items().isEmpty()
            ? view.resolve(array.items().get(0))
            : filter;
    if (first.equals(new PdfValue.Name("Crypt"))) {
      method = identity(view, stream);
    }
    return method;
  }

  /**
   * A stream may name a crypt filter of its own (§7.4.10); only the one that does nothing is known.
   */
  private static Method identity(PdfView view, PdfValue.Stream stream) {
    PdfValue parameters = view.resolve(stream.dict().get("DecodeParms"));
    PdfValue first =
        parameters instanceof PdfValue.Array array && !array.items().isEmpty()
            ? array.items().get(0)
            : parameters;
    String name = view.dict(first).name("Name").orElse("Identity");
    if (!name.equals("Identity")) {
      throw new MalformedPdf(stream.object() + " has a crypt filter of its own");
    }
    return Method.IDENTITY;
  }

  /**
   * Algorithm 1 and 1.A, the padding of blocks still on; empty when the octets cannot have been
   * encrypted like this.
   */
  private Optional<Bytes> apply(Method method, Bytes octets, PdfValue.Ref object) {
    try {
      return switch (method) {
        case IDENTITY -> Optional.of(octets);
        case RC4 -> Optional.of(FileKey.rc4(objectKey(object, Bytes.empty()), octets));
        case AES_128 -> blocks(objectKey(object, SALT), octets);
        case AES_256 -> blocks(key, octets);
      };
    } catch (GeneralSecurityException unusable) {
      return Optional.empty();
    }
  }

  /** Whether these octets, but for those before {@code from}, come of encrypting zeros. */
  boolean hidesZeros(Bytes octets, int from, PdfValue.Ref object) {
    if (strings == Method.IDENTITY) {
      return false;
    }
    // Of a chained cipher the first block after one that is whole tells its plain octets.
    int whole = strings == Method.RC4 ? 0 : (from + 15) / 16 * 16;
    Bytes rest = octets.slice(Math.min(whole, octets.length()), octets.length());
    return apply(strings, rest, object)
        .flatMap(plain -> unpadded(strings, plain))
        .filter(plain -> SignedRange.zeros(plain, strings == Method.RC4 ? from : 0))
        .isPresent();
  }

  private Bytes objectKey(PdfValue.Ref object, Bytes salt) throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(key.toArray());
    for (int shift = 0; shift < 24; shift += 8) {
      md5.update((byte) (object.number() >> shift));
    }
    md5.update((byte) object.generation());
    md5.update((byte) (object.generation() >> 8));
    byte[] digest = md5.digest(salt.toArray());
    return Bytes.of(Arrays.copyOf(digest, Math.min(16, key.length() + 5)));
  }

  private static Optional<Bytes> blocks(Bytes key, Bytes octets) throws GeneralSecurityException {
    if (octets.length() == 0) {
      return Optional.of(octets);
    }
    if (octets.length() % 16 != 0 || octets.length() < 32) {
      return Optional.empty();
    }
    byte[] iv = octets.slice(0, 16).toArray();
    return Optional.of(
        FileKey.aes(Cipher.DECRYPT_MODE, key, iv, octets.slice(16, octets.length())));
  }

  /** Without what fills the last block, §7.6.3.1; empty where no such number stands at the end. */
  private static Optional<Bytes> unpadded(Method method, Bytes octets) {
    if (method == Method.IDENTITY || method == Method.RC4 || octets.length() == 0) {
      return Optional.of(octets);
    }
    int padding = octets.at(octets.length() - 1);
    return padding < 1 || padding > 16
        ? Optional.empty()
        : Optional.of(octets.slice(0, octets.length() - padding));
  }

  /** Whether every octet of the padding is its length: some readers leave any other one on. */
  private static boolean padded(Method method, Bytes octets) {
    int plain = unpadded(method, octets).map(Bytes::length).orElse(octets.length());
    for (int i = plain; i < octets.length(); i++) {
      if (octets.at(i) != octets.length() - plain) {
        return false;
      }
    }
    return true;
  }
}
