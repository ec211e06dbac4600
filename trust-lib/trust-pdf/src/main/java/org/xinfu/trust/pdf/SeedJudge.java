package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.key.Digests;

/**
 * What the author of a form asked of whoever signs its field, and the signature is not: ISO 32000-2
 * §12.7.5.5 (SV, tables 237 and 238). Whose certificate it has to be is a matter of trust; the rest
 * binds signing software, much of which passes over it.
 */
final class SeedJudge {
  private static final String CLAUSE = "ISO 32000-2 12.7.5.5";
  private static final int FILTER = 1;
  private static final int SUB_FILTER = 1 << 1;
  private static final int REASONS = 1 << 3;
  private static final int DIGEST = 1 << 6;
  private static final int APPEARANCE = 1 << 8;
  private static final int SUBJECT = 1;

  /** Issuer, OID, subject's name and key usage, which are not compared here. */
  private static final int OTHERWISE = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 5;

  /** Elements of a list, and octets of a certificate, that are looked at for each signature. */
  private static final int MOST = 64;

  private static final int LONGEST = 8192;

  private final PdfView view;
  private final Judged judged;
  private final List<String> broken = new ArrayList<>();
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
      if (view.resolve(field.get("SV")) instanceof PdfValue.Dict seed
          && seeds.broken.size() < MOST) {
        seeds.asked = true;
        seeds.form(seed);
        seeds.content(seed);
        seeds.signer(view.dict(seed.get("Cert")));
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
    if ((flags & FILTER) != 0 && seed.has("Filter") && !same(seed, signature, "Filter")) {
      broken.add("another handler");
    }
    PdfValue written = view.resolve(signature.get("SubFilter"));
    if ((flags & SUB_FILTER) != 0 && lacks(seed, "SubFilter", written::equals)) {
      broken.add("another encoding");
    }
    if ((flags & APPEARANCE) != 0 && seed.has("AppearanceFilter")) {
      broken.add("an appearance that is not compared");
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
    if ((flags & REASONS) != 0
        && lacks(seed, "Reasons", texts(t -> t.equals(stated.isEmpty() ? "." : stated)))) {
      broken.add("another reason");
    }
    String suite = judged.findings().algorithm().orElse("");
    if ((flags & DIGEST) != 0
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
        && (level.value() != 0) != Permissions.certifies(view, judged.signature())) {
      broken.add(level.value() == 0 ? "an approval" : "a certification");
    }
  }

  private void signer(PdfValue.Dict certificate) {
    int flags = SeedValue.flags(view, certificate);
    Optional<SignerFacts> signer = judged.findings().signer();
    if ((flags & SUBJECT) != 0
        && signer.isPresent()
        && lacks(certificate, "Subject", der -> is(signer.get(), der))) {
      stranger = true;
      broken.add("another signer");
    }
    if ((flags & OTHERWISE) != 0) {
      broken.add("a certificate by rules that are not compared");
    }
  }

  private static boolean is(SignerFacts signer, PdfValue value) {
    return value instanceof PdfValue.Text text
        && text.value().length() <= LONGEST
        && Digests.sha256(text.value()).toHex().equals(signer.sha256());
  }

  private static Predicate<PdfValue> texts(Predicate<String> wanted) {
    return value -> value instanceof PdfValue.Text text && wanted.test(PdfText.of(text.value()));
  }

  /** Whether there is such a list, and nothing of it is meant. */
  private boolean lacks(PdfValue.Dict seed, String key, Predicate<PdfValue> meant) {
    Stream<PdfValue> items = view.array(seed.get(key)).stream().limit(MOST).map(view::resolve);
    return seed.has(key) && items.noneMatch(meant);
  }
}
