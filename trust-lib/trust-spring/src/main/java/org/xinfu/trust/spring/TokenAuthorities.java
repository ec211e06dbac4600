package org.xinfu.trust.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.ClaimAccessor;

/** What a token allows: {@code roles} become ROLE_X, {@code scope} becomes SCOPE_x. */
final class TokenAuthorities {
  private TokenAuthorities() {}

  static List<GrantedAuthority> roles(ClaimAccessor token) {
    return authorities("ROLE_", token.getClaimAsStringList("roles"));
  }

  static Collection<GrantedAuthority> all(ClaimAccessor token) {
    List<GrantedAuthority> all = new ArrayList<>(roles(token));
    String scope = token.getClaimAsString("scope");
    all.addAll(authorities("SCOPE_", scope == null ? null : List.of(scope.strip().split(" +"))));
    return all;
  }

  private static List<GrantedAuthority> authorities(String prefix, @Nullable List<String> names) {
    List<GrantedAuthority> all = new ArrayList<>();
    if (names != null) {
      names.stream()
          .filter(name -> !name.isEmpty())
          .forEach(name -> all.add(new SimpleGrantedAuthority(prefix + name)));
    }
    return all;
  }
}
