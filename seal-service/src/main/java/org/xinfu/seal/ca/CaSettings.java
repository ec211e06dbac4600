package org.xinfu.seal.ca;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The built-in test authority (prefix {@code xinfu.seal.ca}).
 *
 * @param enabled false where another authority issues; production demands it
 * @param publicUrl where strangers reach this service; CRLs are at {@code /trust/} below it
 * @param subjects names of the roots, of the maker and of the time-stamping authority, RFC 4514, by
 *     {@link Authority#id()}, {@code maker} and {@code tsa}
 * @param rootValidity of roots and of the maker's certificate
 * @param crlValidity from one CRL to the promised next
 */
@ConfigurationProperties("xinfu.seal.ca")
public record CaSettings(
    @DefaultValue("true") boolean enabled,
    URI publicUrl,
    Map<String, String> subjects,
    @DefaultValue("3650d") Duration rootValidity,
    @DefaultValue("7d") Duration crlValidity) {
  /** The name that {@code id} bears. */
  String subject(String id) {
    String subject = subjects.get(id);
    if (subject == null) {
      throw new IllegalArgumentException("xinfu.seal.ca.subjects." + id + " is missing");
    }
    return subject;
  }

  String crlUrl(Authority authority) {
    return publicUrl + "/trust/" + authority.id() + ".crl";
  }
}
