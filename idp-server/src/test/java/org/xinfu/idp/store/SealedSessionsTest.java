package org.xinfu.idp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.session.MapSession;
import org.xinfu.idp.authorize.Waiting;
import org.xinfu.trust.Bytes;

class SealedSessionsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
  private static final String CSRF =
      "org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository.CSRF_TOKEN";

  private final SealedSessions sealed = sessions(1, NOW);

  @Test
  void what_was_sealed_comes_back_under_its_id() {
    MapSession session = session();
    String text = text(session);
    assertThat(text).hasSizeLessThan(SealedSessions.LONGEST).matches("[A-Za-z0-9_-]+");
    assertThat(text).doesNotContain("citizen-wallet");
    MapSession back = new MapSession();
    assertThat(sealed.open(session.getId(), text, back)).isTrue();
    assertThat(back.getId()).isEqualTo(session.getId());
    assertThat(back.getCreationTime()).isEqualTo(session.getCreationTime());
    assertThat(back.<Object>getAttribute("xinfu.waiting"))
        .isEqualTo(session.getAttribute("xinfu.waiting"));
    assertThat(back.<Object>getAttribute(CSRF))
        .usingRecursiveComparison()
        .isEqualTo(session.getAttribute(CSRF));
  }

  @Test
  void it_opens_for_no_other_id_and_under_no_other_key() {
    MapSession session = session();
    String text = text(session);
    assertThat(sealed.open("another", text, new MapSession())).isFalse();
    assertThat(sessions(2, NOW).open(session.getId(), text, new MapSession())).isFalse();
    assertThat(sessions(1, NOW).open(session.getId(), text, new MapSession()))
        .as("at another replica")
        .isTrue();
  }

  @Test
  void whatever_is_altered_does_not_open() {
    MapSession session = session();
    String text = text(session);
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == 'A' ? 'B' : 'A';
      String altered = text.substring(0, at) + other + text.substring(at + 1);
      MapSession back = new MapSession();
      boolean opened = sealed.open(session.getId(), altered, back);
      // Two letters of base64 may stand for the same octets at the very end.
      assertThat(opened && at < text.length() - 1).as("letter " + at).isFalse();
    }
    for (String odd : List.of("", "A", "....", "ö", "A".repeat(40), "A".repeat(10_000))) {
      assertThat(sealed.open(session.getId(), odd, new MapSession())).as(odd).isFalse();
    }
  }

  @Test
  void it_ends_by_idling_and_by_age() {
    MapSession session = session();
    String text = text(session);
    Duration idle = session.getMaxInactiveInterval();
    for (Duration age : List.of(idle.minusSeconds(1), idle.plusSeconds(1))) {
      assertThat(sessions(1, NOW.plus(age)).open(session.getId(), text, new MapSession()))
          .as(age.toString())
          .isEqualTo(age.compareTo(idle) < 0);
    }
    session.setCreationTime(NOW.minus(Duration.ofHours(12)).minusSeconds(1));
    session.setLastAccessedTime(NOW.plusSeconds(90));
    assertThat(sealed.open(session.getId(), text(session), new MapSession())).isFalse();
  }

  @Test
  void a_login_and_what_counts_does_not_rest_with_the_browser() {
    for (String name :
        List.of(
            "SPRING_SECURITY_CONTEXT",
            "xinfu.login",
            "xinfu.login.pending",
            "xinfu.waiting.once",
            "anything")) {
      MapSession session = session();
      session.setAttribute(name, "x");
      assertThat(sealed.seal(session)).as(name).isEmpty();
    }
    MapSession object = session();
    object.setAttribute(CSRF, new LinkedHashMap<>(Map.of("a", 1)));
    assertThat(sealed.seal(object)).as("no object of Java's").isEmpty();
  }

  /** Whoever has the key makes no login of it. */
  @Test
  void a_login_that_was_sealed_elsewhere_does_not_open() {
    MapSession session = session();
    Map<String, Object> login =
        Map.of(
            "SPRING_SECURITY_CONTEXT",
            new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated("somebody", null, List.of())));
    String forged = sealed.text(session, Bytes.of(new SessionCodec().write(login)));
    MapSession back = new MapSession();
    assertThat(sealed.open(session.getId(), forged, back)).isFalse();
    assertThat(back.getAttributeNames()).isEmpty();
  }

  @Test
  void what_is_too_large_for_a_cookie_rests_elsewhere() {
    MapSession session = session();
    session.setAttribute("xinfu.waiting", seats("x".repeat(SealedSessions.LONGEST)));
    assertThat(sealed.seal(session)).isEmpty();
  }

  @Test
  void the_browser_is_told_again_when_something_changed_or_a_minute_has_passed() {
    MapSession session = session();
    String text = text(session);
    MapSession back = new MapSession();
    sealed.open(session.getId(), text, back);
    back.setLastAccessedTime(NOW.plusSeconds(59));
    assertThat(text(back)).isEmpty();
    back.setLastAccessedTime(NOW.plusSeconds(61));
    assertThat(text(back)).isNotEmpty();
    back.setAttribute("xinfu.waiting", seats("other"));
    assertThat(text(back)).isNotEmpty();
    back.changeSessionId();
    assertThat(text(back)).isNotEmpty();
    assertThat(sealed.taken(back)).contains(back.getId());
    assertThat(sealed.taken(new MapSession())).isEmpty();
  }

  private String text(MapSession session) {
    Optional<SealedSessions.Sealed> text = sealed.seal(session);
    assertThat(text).isPresent();
    return text.get().text();
  }

  private static MapSession session() {
    MapSession session = new MapSession();
    session.setCreationTime(NOW);
    session.setLastAccessedTime(NOW);
    session.setAttribute("xinfu.waiting", seats("st-1"));
    session.setAttribute(
        "SPRING_SECURITY_SAVED_REQUEST", new SimpleSavedRequest("https://idp.example/x"));
    session.setAttribute(CSRF, new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "token"));
    return session;
  }

  private static LinkedHashMap<String, Waiting> seats(String state) {
    LinkedHashMap<String, String> asked = new LinkedHashMap<>();
    asked.put("client_id", "citizen-wallet");
    asked.put("state", state);
    LinkedHashMap<String, Waiting> seats = new LinkedHashMap<>();
    seats.put("a-seat", new Waiting(asked, NOW, false, false, NOW.plusSeconds(1800)));
    return seats;
  }

  private static SealedSessions sessions(int key, Instant at) {
    byte[] octets = new byte[32];
    octets[0] = (byte) key;
    return new SealedSessions(octets, Clock.fixed(at, ZoneOffset.UTC));
  }
}
