package org.xinfu.trust.chain;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;

/**
 * The form that almost every entry of a CRL has, told from its octets: a serial, a UTCTime and at
 * most a reason. Lists of a million entries are read in a moment, since none of these needs more.
 */
final class CrlEntryForm {
  private static final int UTC_LENGTH = 13;

  /** Extensions with reasonCode alone (RFC 5280 §5.3.1), up to its number. */
  private static final Bytes REASON = Bytes.hex("300c300a0603551d1504030a01");

  private CrlEntryForm() {}

  /** Whether it is so, and therefore can be read and names no issuer. */
  static boolean plain(Der entry) {
    if (entry.tag() != Der.SEQUENCE || entry.length() < 2 + 1 + 2 + UTC_LENGTH) {
      return false;
    }
    int serial = entry.at(1);
    int time = 2 + serial;
    int rest = time + 2 + UTC_LENGTH;
    return entry.at(0) == Der.INTEGER
        && serial > 0
        && serial < 0x80
        && rest <= entry.length()
        && minimal(entry, serial)
        && entry.at(time) == Der.UTC_TIME
        && entry.at(time + 1) == UTC_LENGTH
        && moment(entry, time + 2)
        && (rest == entry.length() || reason(entry, rest));
  }

  /** X.690 §8.3.2. */
  private static boolean minimal(Der entry, int length) {
    int first = entry.at(2);
    boolean sign = length > 1 && entry.at(3) >= 0x80;
    return length == 1 || ((first != 0 || sign) && (first != 0xff || !sign));
  }

  /** YYMMDDhhmmssZ of a day that every month has. */
  private static boolean moment(Der entry, int at) {
    return number(entry, at) >= 0
        && within(number(entry, at + 2), 1, 12)
        && within(number(entry, at + 4), 1, 28)
        && within(number(entry, at + 6), 0, 23)
        && within(number(entry, at + 8), 0, 59)
        && within(number(entry, at + 10), 0, 59)
        && entry.at(at + 12) == 'Z';
  }

  private static boolean within(int number, int least, int most) {
    return number >= least && number <= most;
  }

  /** Two digits; negative when they are none. */
  private static int number(Der entry, int at) {
    int tens = entry.at(at) - '0';
    int ones = entry.at(at + 1) - '0';
    return within(tens, 0, 9) && within(ones, 0, 9) ? 10 * tens + ones : -1;
  }

  private static boolean reason(Der entry, int from) {
    if (entry.length() != from + REASON.length() + 1) {
      return false;
    }
    for (int i = 0; i < REASON.length(); i++) {
      if (entry.at(from + i) != REASON.at(i)) {
        return false;
      }
    }
    return true;
  }
}
