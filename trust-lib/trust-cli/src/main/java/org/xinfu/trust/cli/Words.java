package org.xinfu.trust.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.xinfu.trust.CheckNames;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.facts.Facts;

/** The words of text and HTML reports in one language. */
record Words(Locale language, ResourceBundle bundle) {
  static Words of(Locale language) {
    Locale bundle = language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
    ResourceBundle.Control control =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return new Words(
        language, ResourceBundle.getBundle("org.xinfu.trust.cli.words", bundle, control));
  }

  String of(String key) {
    return bundle.getString(key);
  }

  String of(Enum<?> constant) {
    String key = constant.getDeclaringClass().getSimpleName() + "." + constant.name();
    return bundle.containsKey(key) ? bundle.getString(key) : constant.name();
  }

  /** What a check looked at. */
  String check(String id) {
    return CheckNames.of(id, language);
  }

  /** A sentence with one thing in it. */
  String of(String key, String part) {
    return MessageFormat.format(of(key), part);
  }

  /** That characters of these names look like others; empty when none does. */
  Optional<String> alike(Stream<String> names) {
    String found = Lookalikes.in(names);
    return found.isEmpty() ? Optional.empty() : Optional.of(of("alike", found));
  }

  /** The same of the names that a signature brings. */
  Optional<String> alike(SignatureReport signature) {
    SignatureReport.SignerFacts signer = signature.signer();
    SignatureReport.SealFacts seal = signature.seal();
    Stream<String> people =
        signer == null ? Stream.empty() : Stream.of(signer.subject(), signer.issuer());
    Stream<String> seals = seal == null ? Stream.empty() : Stream.of(seal.name(), seal.maker());
    return alike(Stream.of(Stream.of(signature.id()), people, seals).flatMap(names -> names));
  }

  /** That the document itself was not seen, and which facts were. */
  String unseen(Facts facts) {
    return MessageFormat.format(of("facts.unseen"), facts.sha256(), facts.engine());
  }

  /** When it was signed, and how that is known. */
  String time(SignatureReport signature) {
    return signature.signedAt() == null
        ? of("time.none")
        : signature.signedAt() + " " + of(signature.timeSource());
  }

  String sentence(Reason reason) {
    return reason.sentence(language);
  }
}
