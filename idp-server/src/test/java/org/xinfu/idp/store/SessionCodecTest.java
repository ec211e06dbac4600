package org.xinfu.idp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.xinfu.idp.authorize.Waiting;
import org.xinfu.idp.domain.mandate.Acting;

class SessionCodecTest {
  private static final Instant NOW = Instant.parse("2026-11-26T22:40:58.123456789Z");
  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  private final SessionCodec codec = new SessionCodec();

  @Test
  void what_a_login_leaves_comes_back() {
    Map<String, Object> back = codec.read(codec.write(session()));
    assertThat(back).containsOnlyKeys(session().keySet());
    for (String name : List.of(CONTEXT, "xinfu.login", "xinfu.acting", "xinfu.waiting", "word")) {
      assertThat(back.get(name)).as(name).isEqualTo(session().get(name));
    }
    assertThat(back.get("csrf")).usingRecursiveComparison().isEqualTo(session().get("csrf"));
    assertThat(back.get("way")).usingRecursiveComparison().isEqualTo(session().get("way"));
    SecurityContext context = (SecurityContext) back.get(CONTEXT);
    assertThat(context.getAuthentication().getAuthorities())
        .isEqualTo(login(factor()).getAuthentication().getAuthorities());
    assertThat(context.getAuthentication().getDetails()).isEqualTo("password");
  }

  @Test
  void the_same_content_is_the_same_octets() {
    Map<String, Object> other = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(session().keySet());
    names.reversed().forEach(name -> other.put(name, session().get(name)));
    assertThat(codec.write(other)).isEqualTo(codec.write(session()));
  }

  @Test
  void it_is_less_than_half_of_what_java_makes() throws IOException {
    ByteArrayOutputStream java = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(java)) {
      out.writeObject(session());
    }
    assertThat(codec.write(session()).length).isLessThan(java.size() / 2);
  }

  /** A form that took more than it gives back would take authorities away or give them. */
  @Test
  void what_has_no_short_form_is_kept_all_the_same() {
    SimpleSavedRequest posted = new SimpleSavedRequest("https://idp.example/page");
    posted.setMethod("POST");
    Map<String, Object> odd = new HashMap<>();
    odd.put("role", login(new SimpleGrantedAuthority("ROLE_X")));
    odd.put("posted", posted);
    odd.put("list", new ArrayList<>(List.of(1, 2)));
    UsernamePasswordAuthenticationToken unproven =
        UsernamePasswordAuthenticationToken.unauthenticated("somebody", "typed");
    odd.put("unproven", new SecurityContextImpl(unproven));
    Map<String, Object> back = codec.read(codec.write(odd));
    assertThat(back.get("role")).isEqualTo(odd.get("role"));
    assertThat(back.get("list")).isEqualTo(odd.get("list"));
    assertThat(((SimpleSavedRequest) back.get("posted")).getMethod()).isEqualTo("POST");
    assertThat(((SecurityContext) back.get("unproven")).getAuthentication().isAuthenticated())
        .isFalse();
  }

  @Test
  void what_cannot_be_read_is_a_session_of_nobody() {
    byte[] whole = codec.write(session());
    for (int length = 0; length < whole.length; length++) {
      assertThat(codec.read(Arrays.copyOf(whole, length))).isEmpty();
    }
    byte[] java = {(byte) 0xAC, (byte) 0xED, 0, 5};
    assertThat(codec.read(java)).isEmpty();
  }

  private static Map<String, Object> session() {
    LinkedHashMap<String, String> asked = new LinkedHashMap<>();
    asked.put("client_id", "seal-console");
    asked.put("login_hint", "张三");
    LinkedHashMap<String, Waiting> seats = new LinkedHashMap<>();
    seats.put("aSeat", new Waiting(asked, NOW, false, true, NOW.plusSeconds(1800)));
    seats.put("aOther", new Waiting(asked, null, true, false, NOW));
    Acting acting = new Acting("person", "entity", "mandate");
    Map<String, Object> session = new HashMap<>();
    session.put(CONTEXT, login(factor()));
    session.put(
        "xinfu.login",
        new BrowserLogin("sid", "account", "Firefox / Linux", "203.0.113.0/24", NOW, acting));
    session.put("xinfu.acting", acting);
    session.put("xinfu.waiting", seats);
    session.put("csrf", new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "a-token"));
    session.put("way", new SimpleSavedRequest("https://idp.example/oauth2/authorize?resume=a1"));
    session.put("word", "value");
    return session;
  }

  private static SecurityContextImpl login(GrantedAuthority authority) {
    UsernamePasswordAuthenticationToken login =
        UsernamePasswordAuthenticationToken.authenticated("account", null, List.of(authority));
    login.setDetails("password");
    return new SecurityContextImpl(login);
  }

  private static GrantedAuthority factor() {
    return FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
        .issuedAt(NOW)
        .build();
  }
}
