package org.xinfu.idp.ukey;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.idp.factor.FactorNotices;
import org.xinfu.kit.web.ProblemAnswers;

/**
 * What both UKey pages need besides.
 *
 * @param origin of this server
 */
public record UkeyParts(
    String origin,
    Budgets budgets,
    ProblemAnswers problems,
    IdpAudit audit,
    Clock clock,
    FactorNotices told,
    OwnChanges changes) {
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** Whether one more challenge or check may be asked for from there. */
  boolean take(Origin from) {
    String near = from.device().isEmpty() ? "none at " + from.prefix() : from.device();
    return budgets.take(
        List.of(
            new Budgets.Line("ukey from device " + near, 60, WINDOW),
            new Budgets.Line("ukey from prefix " + from.prefix(), 600, WINDOW)),
        clock.instant());
  }

  /** The refusal that a page was sent back with; null for none of ours. */
  @Nullable UkeyRefusal refusal(String code) {
    return Arrays.stream(UkeyRefusal.values())
        .filter(refusal -> refusal.code().equals(code))
        .findFirst()
        .orElse(null);
  }

  /** Its sentence. */
  String sentence(UkeyRefusal refusal, Locale language) {
    return problems.sentence(refusal, language);
  }

  /**
   * Opens a signing program on the person's machine: it signs the octets of {@code challenge}
   * (base64url), attached, and posts them in Base64 as {@code signed} to {@code answer}, which it
   * must find on the origin that the challenge names.
   */
  String program(UkeyChallenge challenge) {
    byte[] text = challenge.text().getBytes(StandardCharsets.UTF_8);
    return "xinfu-ukey:sign?challenge=%s&answer=%s/login/ukey/answer"
        .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(text), origin);
  }
}
