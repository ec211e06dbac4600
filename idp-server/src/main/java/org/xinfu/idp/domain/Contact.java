package org.xinfu.idp.domain;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where somebody can be reached.
 *
 * @param value a phone number in E.164, or a mailbox in lower case
 */
public record Contact(Kind kind, String value) implements Serializable {
  /** Country codes that are assigned (ITU-T E.164, list of 2016). */
  private static final String COUNTRY =
      "(?:2(?:[07]|1[1-368]|[2-46][0-9]|5[0-8]|9[01789])|3(?:[0-469]|5[0-9]|7[0-8]|8[0-35-79])"
          + "|4(?:[013-9]|2[013])|5(?:[1-8]|[09][0-9])|6(?:[0-6]|7[02-9]|8[0-35-9]|9[0-2])"
          + "|8(?:[1246]|5[02356]|7[08]|8[0-36])|9(?:[0-58]|6[0-8]|7[0-79]|9[2-68]))";

  /**
   * Behind 00, as many digits as telephones that take a message have: numbers that somebody filled
   * up with zeros are shorter, or of no country. Zones 1 and 7 have eleven.
   */
  private static final Pattern ABROAD =
      Pattern.compile("^00([17][0-9]{10}|(?=[0-9]{10,15}$)" + COUNTRY + "[0-9]+)$");

  /** SMS or e-mail. */
  public enum Kind {
    PHONE,
    EMAIL
  }

  /**
   * Reads what people type: a mobile number of the mainland (YD/T: 11 digits from 1), with or
   * without its country code, any number with its country code behind +, one of at least ten digits
   * behind 00 (the mainland's international prefix), or a mailbox. Spaces, hyphens and full-width
   * digits are taken away.
   */
  public static Optional<Contact> parse(String typed) {
    String text = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    if (text.length() > 254) {
      return Optional.empty();
    }
    if (text.indexOf('@') > 0) {
      String mailbox = text.toLowerCase(Locale.ROOT);
      return mailbox.matches("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9-]{1,63}\\.)+[a-z]{2,63}")
          ? Optional.of(new Contact(Kind.EMAIL, mailbox))
          : Optional.empty();
    }
    String digits =
        ABROAD
            .matcher(text.replaceAll("[ ()\\-]", ""))
            .replaceFirst("+$1")
            .replaceFirst("^(86)?(?=1[3-9][0-9]{9}$)", "+86");
    boolean mainland = digits.startsWith("+86");
    return digits.matches(mainland ? "\\+861[3-9][0-9]{9}" : "\\+[1-9][0-9]{6,14}")
        ? Optional.of(new Contact(Kind.PHONE, digits))
        : Optional.empty();
  }

  /** The factor that a code sent here is. */
  public Factor factor() {
    return kind == Kind.PHONE ? Factor.SMS_CODE : Factor.EMAIL_CODE;
  }

  /** For screens: the ends only. */
  public String masked() {
    int at = value.indexOf('@');
    if (at < 0) {
      return value.substring(0, Math.max(2, value.length() - 8))
          + "****"
          + value.substring(value.length() - 4);
    }
    return value.charAt(0) + "***" + value.substring(at);
  }

  /** Never the whole of it in a log. */
  @Override
  public String toString() {
    return masked();
  }
}
