package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of RFC 5280 §5.3.1, and which of them mean that the key is lost. */
class RevocationCauseTest {
  @ParameterizedTest
  @CsvSource({
    "0, UNSPECIFIED",
    "1, KEY_COMPROMISE",
    "2, CA_COMPROMISE",
    "3, AFFILIATION_CHANGED",
    "4, SUPERSEDED",
    "5, CESSATION_OF_OPERATION",
    "6, CERTIFICATE_HOLD",
    "9, PRIVILEGE_WITHDRAWN",
    "10, AA_COMPROMISE"
  })
  void everyNumberOfTheStandardIsKnown(int number, RevocationCause cause) {
    assertThat(cause.number()).isEqualTo(number);
    assertThat(RevocationCause.ofNumber(number)).contains(cause);
  }

  /** 7 is unused and 8 (removeFromCRL) belongs to delta lists, which are not read. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 7, 8, 11, 256})
  void otherNumbersAreNone(int number) {
    assertThat(RevocationCause.ofNumber(number)).isEmpty();
  }

  @Test
  void onlyCompromisePutsTheKeyInOtherHands() {
    List<RevocationCause> lost =
        Arrays.stream(RevocationCause.values()).filter(RevocationCause::keyInOtherHands).toList();
    assertThat(lost)
        .containsExactly(
            RevocationCause.KEY_COMPROMISE,
            RevocationCause.CA_COMPROMISE,
            RevocationCause.AA_COMPROMISE);
  }
}
