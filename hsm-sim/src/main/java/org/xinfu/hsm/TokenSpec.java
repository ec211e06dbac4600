package org.xinfu.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.xinfu.hsm.store.StoredToken;

/** A token to make when the store does not have it yet. PINs are 4 to 64 octets in UTF-8. */
public record TokenSpec(String label, String userPin, String soPin) {

  /** For tests: a token whose SO PIN is the user PIN followed by {@code -so}. */
  public static TokenSpec of(String label, String userPin) {
    return new TokenSpec(label, userPin, userPin + "-so");
  }

  StoredToken.Pins pins() {
    return new StoredToken.Pins(soPin.getBytes(UTF_8), userPin.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "TokenSpec[" + label + "]"; // the PINs stay out of logs
  }
}
