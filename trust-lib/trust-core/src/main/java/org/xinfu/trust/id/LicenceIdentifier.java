package org.xinfu.trust.id;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Electronic licence identifier 电子证照标识, GB/T 36904-2018: {@code
 * 1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>}.
 *
 * @param typeCode code of the defining authority (18) and three digits
 * @param issuer unified social credit code of the issuer; real data also holds a six-digit division
 * @param serial digits and capitals, unique for type and issuer
 * @param version 001 and up, one more at each change of the same licence
 */
public record LicenceIdentifier(String typeCode, String issuer, String serial, int version) {
  /** The root of all electronic licences. */
  public static final String ROOT = "1.2.156.3005.2";

  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Pattern SHAPE =
      Pattern.compile(
          "1\\.2\\.156\\.3005\\.2\\.([0-9A-Z]{18}[0-9]{3})\\.([0-9A-Z]{6,22})"
              + "\\.([0-9A-Z]{1,64})\\.([0-9]{3})\\.([0-9A-Z])");

  public LicenceIdentifier {
    if (!typeCode.matches("[0-9A-Z]{18}[0-9]{3}")
        || !issuer.matches("[0-9A-Z]{6,22}")
        || !serial.matches("[0-9A-Z]{1,64}")
        || version < 1
        || version > 999) {
      throw new IllegalArgumentException("a part of the licence identifier is malformed");
    }
  }

  /** The identifier, when its shape and check character are right. */
  public static Optional<LicenceIdentifier> parse(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches() || shape.group(4).equals("000")) {
      return Optional.empty();
    }
    LicenceIdentifier identifier =
        new LicenceIdentifier(
            shape.group(1), shape.group(2), shape.group(3), Integer.parseInt(shape.group(4)));
    return identifier.text().equals(text) ? Optional.of(identifier) : Optional.empty();
  }

  /** The identifier as printed, with its check character. */
  public String text() {
    return String.join(
        ".", ROOT, typeCode, issuer, serial, versionText(), String.valueOf(checkCharacter()));
  }

  /** The same licence, one version later. */
  public LicenceIdentifier next() {
    return new LicenceIdentifier(typeCode, issuer, serial, version + 1);
  }

  /** Whether the issuer is named by a unified social credit code, as the standard asks. */
  public boolean issuerConforms() {
    return UnifiedSocialCreditCode.parse(issuer).isPresent();
  }

  /** ISO/IEC 7064 MOD 37,36 (GB/T 17710) over the parts without root and dots. */
  private char checkCharacter() {
    int product = 36;
    for (char c : (typeCode + issuer + serial + versionText()).toCharArray()) {
      int sum = (product + ALPHABET.indexOf(c)) % 36;
      product = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    return ALPHABET.charAt((37 - product) % 36);
  }

  private String versionText() {
    return String.format(Locale.ROOT, "%03d", version);
  }

  @Override
  public String toString() {
    return text();
  }
}
