package org.xinfu.trust.pdf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;

/**
 * What the author of a form asked of whoever signs its field, and the signature is not: ISO 32000-2
 * §12.7.5.5 (SV, tables 237 and 238). Whose certificate it has to be is a matter of trust; the rest
 * binds signing software, much of which passes over it.
 */
final class SeedJudge {
  private static final String CLAUSE = "ISO 32000-2 12.7.5.5";
  private static final int APPEARANCE = 1 << 8;
  private static final int KNOWN = (1 << 9) - 1;

  /** Where to get a certificate, which asks nothing of one that is there. */
  private static final int URL = 1 << 6;

  private static final int SUBJECT = 1;
  private static final PdfValue AUTOMATIC = new PdfValue.Name("auto");

  /** Elements of lists that are compared for each signature: they may be shared by many. */
  private static final int MOST = 10_000;

  private final PdfView view;
  private final Judged judged;
  private final Set<String> broken = new LinkedHashSet<>();
  private int compared;
  private boolean stranger;
  private boolean asked;

  private SeedJudge(PdfView view, Judged judged) {
    this.view = view;
    this.judged = judged;
  }

  /** Says nothing where nothing is asked. */
  static void judge(PdfView view, Judged judged, boolean strict) {
    SeedJudge seeds = new SeedJudge(view, judged);
    for (PdfValue.Dict field : judged.signature().rules()) {
      PdfValue value = view.resolve(field.get("SV"));
      if (value instanceof PdfValue.Dict seed) {
        seeds.asked = true;
        seeds.form(seed);
        seeds.passedOver(seed);
        seeds.content(seed);
        seeds.signer(view.dict(seed.get("Cert")));
      } else if (!(value instanceof PdfValue.Null)) {
        seeds.broken.add("something that cannot be read");
      }
    }
    seeds.tell(strict);
  }

  private void tell(boolean strict) {
    String id = "seed-value";
    String detail = "the field asks for " + String.join(", ", broken);
    if (stranger || (strict && !broken.isEmpty())) {
      judged.checks().unknown(id, CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, detail);
    } else if (!broken.isEmpty()) {
      judged.checks().warn(id, CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, detail);
    } else if (asked) {
      judged.checks().pass(id, CLAUSE, "");
    }
  }

  private void form(PdfValue.Dict seed) {
    PdfValue.Dict signature = judged.signature().dictionary();
    int flags = SeedValue.flags(view, seed);
    if ((flags & SeedValue.FILTER) != 0 && seed.has("Filter") && !same(seed, signature, "Filter")) {
      broken.add("another handler");
    }
    PdfValue written = view.resolve(signature.get("SubFilter"));
    if ((flags & SeedValue.SUB_FILTER) != 0 && lacks(seed, "SubFilter", written::equals)) {
      broken.add("another encoding");
    }
  }

  /** What is required and cannot be seen in a signature, or is not compared. */
  private void passedOver(PdfValue.Dict seed) {
    int flags = SeedValue.flags(view, seed);
    boolean revocation =
        view.resolve(seed.get("AddRevInfo")) instanceof PdfValue.Truth add && !add.value();
    boolean automatic = view.resolve(seed.get("LockDocument")).equals(AUTOMATIC);
    if ((flags & SeedValue.VERSION) != 0 && seed.has("V")) {
      broken.add("a version of the handler that is not compared");
    }
    if ((flags & SeedValue.ATTESTATION) != 0 && seed.has("LegalAttestation")) {
      broken.add("a legal attestation that is not compared");
    }
    if ((flags & SeedValue.REVOCATION) != 0 && seed.has("AddRevInfo") && !revocation) {
      broken.add("revocation information that is not compared");
    }
    if ((flags & SeedValue.LOCK_DOCUMENT) != 0 && seed.has("LockDocument") && !automatic) {
      broken.add("a lock of the document that is not compared");
    }
    if ((flags & APPEARANCE) != 0 && seed.has("AppearanceFilter")) {
      broken.add("an appearance that is not compared");
    }
    if ((flags & ~KNOWN) != 0) {
      broken.add("something unknown");
    }
  }

  private boolean same(PdfValue.Dict one, PdfValue.Dict other, String key) {
    return view.resolve(one.get(key)).equals(view.resolve(other.get(key)));
  }

  private void content(PdfValue.Dict seed) {
    int flags = SeedValue.flags(view, seed);
    PdfValue reason = view.resolve(judged.signature().dictionary().get("Reason"));
    String stated = reason instanceof PdfValue.Text text ? PdfText.of(text.value()) : "";
    // A single full stop stands for none, table 237.
    if ((flags & SeedValue.REASONS) != 0
        && lacks(seed, "Reasons", texts(t -> t.equals(stated.isEmpty() ? "." : stated)))) {
      broken.add("another reason");
    }
    String suite = judged.findings().algorithm().orElse("");
    if ((flags & SeedValue.DIGEST) != 0
        && lacks(
            seed,
            "DigestMethod",
            texts(t -> suite.endsWith(t.replace("-", "").toUpperCase(Locale.ROOT))))) {
      broken.add("another digest");
    }
    PdfValue.Dict stamp = view.dict(seed.get("TimeStamp"));
    if ((SeedValue.flags(view, stamp) & 1) != 0
        && judged.findings().timeSource() != TimeSource.TIMESTAMP) {
      broken.add("a time-stamp");
    }
    if (view.resolve(view.dict(seed.get("MDP")).get("P")) instanceof PdfValue.Numeral level
        && level.value() != Permissions.certification(view, judged.signature())) {
      broken.add(level.value() == 0 ? "an approval" : "a certification of another level");
    }
  }

  private void signer(PdfValue.Dict certificate) {
    int flags = SeedValue.flags(view, certificate);
    Optional<Bytes> signer = judged.findings().certificate().map(Certificate::der);
    if ((flags & SUBJECT) != 0
        && signer.isPresent()
        && lacks(certificate, "Subject", octets(signer.get()::equals))) {
      stranger = true;
      broken.add("another signer");
    }
    if ((flags & ~(SUBJECT | URL)) != 0) {
      broken.add("a certificate by rules that are not compared");
    }
  }

  private static Predicate<PdfValue> texts(Predicate<String> wanted) {
    return octets(text -> wanted.test(PdfText.of(text)));
  }

  private static Predicate<PdfValue> octets(Predicate<Bytes> wanted) {
    return value -> value instanceof PdfValue.Text text && wanted.test(text.value());
  }

  /** Whether there is such a list, and nothing of it is meant. */
  private boolean lacks(PdfValue.Dict seed, String key, Predicate<PdfValue> meant) {
    List<PdfValue> items = view.array(seed.get(key));
    if (items.size() > MOST - compared) {
      broken.add("something of more than is compared");
      return false;
    }
    compared += items.size();
    return seed.has(key) && items.stream().map(view::resolve).noneMatch(meant);
  }
}
